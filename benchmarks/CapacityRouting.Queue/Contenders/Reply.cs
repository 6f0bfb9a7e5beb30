namespace CapacityRouting.Queue.Contenders;

/// <summary>What came of a request.</summary>
/// <param name="Values">What was measured.</param>
/// <param name="Skipped">Why nothing was.</param>
/// <param name="Error">What went wrong.</param>
internal sealed record Reply(Dictionary<string, double>? Values = null, string? Skipped = null, string? Error = null);
