namespace CapacityRouting.Simulation;

/// <summary>How much of its limits a simulated provider tells in its headers, and how truly. Immutable.</summary>
public sealed record HeaderStyle
{
    /// <summary>Limit, remaining and reset of every limit, exact and at once.</summary>
    public static HeaderStyle Full { get; } = new();

    /// <summary>Only what remains.</summary>
    public static HeaderStyle RemainingOnly { get; } = new() { Detail = HeaderDetail.RemainingOnly };

    /// <summary>Nothing.</summary>
    public static HeaderStyle None { get; } = new() { Detail = HeaderDetail.None };

    /// <summary>Everything, as it was half a second ago.</summary>
    public static HeaderStyle Stale { get; } = new() { Lag = TimeSpan.FromMilliseconds(500) };

    /// <summary>Everything, but limits and what remains are told as twice what they are.</summary>
    public static HeaderStyle Wrong { get; } = new() { Factor = 2 };

    /// <summary>Which figures there are. Default: all.</summary>
    public HeaderDetail Detail { get; init; }

    /// <summary>How old the figures are. Default: not at all.</summary>
    public TimeSpan Lag { get; init; }

    /// <summary>What limits and remaining units are multiplied by. Default: 1, the truth.</summary>
    public double Factor { get; init; } = 1;
}
