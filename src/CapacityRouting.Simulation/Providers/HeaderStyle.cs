namespace CapacityRouting.Simulation;

/// <summary>The limits in the headers of a simulated provider: which figures, how old, and how true.</summary>
/// <remarks>Immutable, and so safe to share.</remarks>
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

    /// <summary>Everything, but limits and remaining units have twice their true value.</summary>
    public static HeaderStyle Wrong { get; } = new() { Factor = 2 };

    /// <summary>Which figures there are. Default: all.</summary>
    public HeaderDetail Detail { get; init; }

    /// <summary>The age of the figures. Default: zero.</summary>
    public TimeSpan Lag { get; init; }

    /// <summary>The factor of limits and remaining units. Default: 1, the truth.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>The factor of remaining units where it differs: headers then contradict themselves. Default: null, that of <see cref="Factor"/>.</summary>
    public double? RemainingFactor { get; init; }
}
