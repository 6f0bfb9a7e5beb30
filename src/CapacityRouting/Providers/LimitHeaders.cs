using CapacityRouting.Capacity;
using CapacityRouting.Waits;

namespace CapacityRouting.Providers;

/// <summary>How a provider's headers tell one limit.</summary>
/// <param name="Dimension">What it counts, unless the <see cref="Sign"/> tells a longer window.</param>
/// <param name="Names">The headers' names: the asterisk stands for "limit", "remaining", "reset" or "renewalperiod".</param>
internal sealed record LimitHeaders(CapacityDimension Dimension, string Names)
{
    // A shorter time was rounded too coarsely to tell a window.
    private static readonly TimeSpan ShortestTelling = TimeSpan.FromSeconds(1);

    /// <summary>What tells the window.</summary>
    public WindowSign Sign { get; init; }

    /// <summary>The window of the limit's units where it is not the dimension's own.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>Whether the provider's bucket holds the whole limit and refills continuously.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Read only where none before it told of the dimension; otherwise two limits of one dimension both hold.</summary>
    public bool IsSpare { get; init; }

    public string LimitName { get; } = Named(Names, "limit");

    public string RemainingName { get; } = Named(Names, "remaining");

    public string ResetName { get; } = Named(Names, "reset");

    public string PeriodName { get; } = Named(Names, "renewalperiod");

    public LimitReading? Read(ObservedResponse response, DateTimeOffset now)
    {
        string? said = response.Header(LimitName);
        long? limit = LimitNumber.Parse(said);
        // Azure writes -1 or 0 where it does not know; what it calls remaining means nothing then.
        if (said is not null && limit is not > 0)
            return null;
        long? remaining = LimitNumber.Parse(response.Header(RemainingName));
        if (limit is null && remaining is null)
            return null;
        return StatedWindow(response) is { } window
            ? Reading(LimitWindow.Within(Dimension, window), limit, remaining, window)
            : Reading(DimensionByReset(response, now, limit, remaining), limit, remaining, null);
    }

    private TimeSpan? StatedWindow(ObservedResponse response) =>
        Sign == WindowSign.Period && LimitNumber.Parse(response.Header(PeriodName)) is > 0 and < int.MaxValue and long seconds
            ? TimeSpan.FromSeconds(seconds)
            : Window;

    private CapacityDimension DimensionByReset(ObservedResponse response, DateTimeOffset now, long? limit, long? remaining) => Sign switch
    {
        WindowSign.TimeToFull when limit > remaining => ByTimeToFull(response.Header(ResetName), now, limit.Value, remaining.Value),
        WindowSign.WindowEnd when ResetTime.Parse(response.Header(ResetName), now) is { } end && LimitWindow.IsBeyondAMinute(end) => LimitWindow.InADay(Dimension),
        _ => Dimension,
    };

    /// <summary>What flows back in the time to full is what is missing, so that the whole limit flows back in the window.</summary>
    private CapacityDimension ByTimeToFull(string? reset, DateTimeOffset now, long limit, long remaining)
    {
        // Gateways that take over these names write bare seconds to the end of a window; a time to full has units.
        if (reset is not [.., not (>= '0' and <= '9')] || ResetTime.Parse(reset, now) is not { } toFull || toFull < ShortestTelling)
            return Dimension;
        double seconds = toFull.TotalSeconds * limit / (limit - remaining);
        return seconds < int.MaxValue && LimitWindow.Near(Dimension, TimeSpan.FromSeconds(seconds)) is { } told ? told : Dimension;
    }

    /// <summary>Remaining units stay what they are in a scaled window: so many may be spent now.</summary>
    private LimitReading Reading(CapacityDimension dimension, long? limit, long? remaining, TimeSpan? window)
    {
        long? most = limit is { } units && window is { } span ? LimitWindow.Scaled(units, span, dimension) : limit;
        return new(dimension, most, remaining is null ? null : LimitNumber.Least(most, remaining), IsWhole);
    }

    private static string Named(string names, string word) => names.Replace("*", word, StringComparison.Ordinal);
}
