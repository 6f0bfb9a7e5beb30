using CapacityRouting;

namespace QuickStart.Load;

/// <summary>What became of one call.</summary>
/// <param name="SentAt">In time of the run.</param>
/// <param name="Tokens">What the answer cost, as the provider counted it.</param>
internal sealed record CallResult(PlannedCall Call, TimeSpan SentAt, RoutingReport? Report, long Tokens, Exception? Error)
{
    public bool Served => Error is null;

    public string? ServedBy => Served ? Report?.ServedBy : null;

    public int Failovers => Math.Max(0, (Report?.Attempts.Count ?? 0) - 1);

    public TimeSpan Waited => Report?.Waited ?? TimeSpan.Zero;

    /// <summary>When it went to a route, or was given up: at once, or after its wait for capacity.</summary>
    public TimeSpan RoutedAt => SentAt + Waited;
}
