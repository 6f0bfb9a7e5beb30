namespace Samples.Services;

/// <summary>How a provider refuses: a status and a body.</summary>
internal sealed record Refusal(int Status, object Body);
