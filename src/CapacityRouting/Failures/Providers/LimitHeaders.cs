using CapacityRouting.Capacity.Limits;
using CapacityRouting.Failures.RetryAfter;

namespace CapacityRouting.Failures.Providers;

/// <summary>The headers in which a provider states one limit.</summary>
/// <param name="Dimension">The dimension of the limit, unless the <see cref="Sign"/> shows a longer window.</param>
/// <param name="Names">The headers' names. The asterisk stands for "limit", "remaining", "reset" or "renewalperiod".</param>
internal sealed record LimitHeaders(CapacityDimension Dimension, string Names)
{
    /// <summary>The header that shows the window.</summary>
    public WindowSign Sign { get; init; }

    /// <summary>The window of the limit's units, where it differs from the dimension's own.</summary>
    public TimeSpan? Window { get; init; }

    /// <summary>Whether the provider's bucket holds the whole limit and refills continuously.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Whether these headers are read only where no header before them covered the dimension. Otherwise two limits of one dimension both hold.</summary>
    public bool IsSpare { get; init; }

    public string LimitName { get; } = Named(Names, "limit");

    public string RemainingName { get; } = Named(Names, "remaining");

    public string ResetName { get; } = Named(Names, "reset");

    public string PeriodName { get; } = Named(Names, "renewalperiod");

    public LimitReading? Read(ObservedResponse response, DateTimeOffset now)
    {
        string? said = response.Header(LimitName);
        long? limit = LimitNumber.Parse(said, out TimeSpan? beside);
        // Azure sends -1 or 0 for an unknown limit. The remaining count is then meaningless.
        if (said is not null && limit is not > 0)
            return null;
        long? remaining = LimitNumber.Parse(response.Header(RemainingName));
        if (limit is null && remaining is null)
            return null;
        if (StatedWindow(response, beside) is { } window)
            return Reading(LimitWindow.Within(Dimension, window), limit, remaining, window);
        // A count without a window is no limit.
        return Sign == WindowSign.Parameter ? null : ReadingByReset(response, now, limit, remaining);
    }

    private TimeSpan? StatedWindow(ObservedResponse response, TimeSpan? beside) => Sign switch
    {
        WindowSign.Period when LimitNumber.Parse(response.Header(PeriodName)) is > 0 and < int.MaxValue and long seconds => TimeSpan.FromSeconds(seconds),
        WindowSign.Parameter => beside,
        _ => Window,
    };

    // With more used, the reset of a window that ends as a whole is near that of a bucket that refills continuously.
    private const int LittleUsed = 10;

    private LimitReading ReadingByReset(ObservedResponse response, DateTimeOffset now, long? limit, long? remaining)
    {
        CapacityDimension? told = Sign switch
        {
            WindowSign.TimeToFull when limit > remaining => ByTimeToFull(response.Header(ResetName), now, limit.Value, remaining.Value),
            WindowSign.WindowEnd when ResetTime.Parse(response.Header(ResetName), now) is { } end && LimitWindow.IsBeyondAnHour(end) => LimitWindow.InADay(Dimension),
            _ => null,
        };
        bool isFlow = told == Dimension && Sign == WindowSign.TimeToFull && (Int128)(limit!.Value - remaining!.Value) * LittleUsed <= limit.Value;
        LimitReading reading = Reading(told ?? Dimension, limit, remaining, null) with { ShowsFlow = isFlow };
        return told is null && Sign != WindowSign.None ? reading with { Window = WindowOrigin.Guess } : reading;
    }

    /// <summary>The missing units flow back in the time to full. The whole limit flows back in the window at the same rate.</summary>
    private CapacityDimension? ByTimeToFull(string? reset, DateTimeOffset now, long limit, long remaining)
    {
        if (ResetTime.Parse(reset, now) is not { } toFull || !ResetGrain.Tells(reset, toFull))
            return null;
        double seconds = toFull.TotalSeconds * limit / (limit - remaining);
        return seconds < int.MaxValue ? LimitWindow.Near(Dimension, TimeSpan.FromSeconds(seconds)) : null;
    }

    /// <summary>Remaining units are not scaled with the window: they can be spent now.</summary>
    private LimitReading Reading(CapacityDimension dimension, long? limit, long? remaining, TimeSpan? window)
    {
        long? most = limit is { } units && window is { } span ? LimitWindow.Scaled(units, span, dimension) : limit;
        return new(dimension, most, remaining is null ? null : LimitNumber.Least(most, remaining), IsWhole)
        {
            Window = Sign == WindowSign.None ? WindowOrigin.Name : WindowOrigin.Value,
        };
    }

    private static string Named(string names, string word) => names.Replace("*", word, StringComparison.Ordinal);
}
