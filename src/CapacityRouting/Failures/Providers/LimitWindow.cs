namespace CapacityRouting.Failures.Providers;

/// <summary>Maps a dimension to the one that counts the same units in another window.</summary>
internal static class LimitWindow
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>The dimension whose window is within a factor of two of a window computed from rounded figures. Null for none.</summary>
    public static CapacityDimension? Near(CapacityDimension dimension, TimeSpan window) =>
        IsNear(window, Day) ? InADay(dimension)
        : IsNear(window, Hour) ? InAnHour(dimension)
        : IsNear(window, Minute) ? dimension
        : null;

    /// <summary>The dimension that mirrors a stated window best: the longest that is not much longer, so that its bucket holds no more.</summary>
    public static CapacityDimension Within(CapacityDimension dimension, TimeSpan window) =>
        window >= Day / 2 ? InADay(dimension)
        : window >= Hour / 2 ? InAnHour(dimension)
        : dimension;

    /// <summary>The limit of one window, scaled to the dimension's window at the same rate. At least one.</summary>
    public static long Scaled(long limit, TimeSpan window, CapacityDimension dimension) =>
        (long)Int128.Clamp((Int128)limit * Of(dimension).Ticks / window.Ticks, 1, long.MaxValue);

    public static CapacityDimension InADay(CapacityDimension dimension) => dimension switch
    {
        CapacityDimension.RequestsPerMinute or CapacityDimension.RequestsPerHour => CapacityDimension.RequestsPerDay,
        CapacityDimension.TokensPerMinute or CapacityDimension.TokensPerHour => CapacityDimension.TokensPerDay,
        _ => dimension,
    };

    /// <summary>Whether a window's stated end is so far off that the window is longer than an hour.</summary>
    public static bool IsBeyondAnHour(TimeSpan end) => end > Hour;

    private static CapacityDimension InAnHour(CapacityDimension dimension) => dimension switch
    {
        CapacityDimension.RequestsPerMinute => CapacityDimension.RequestsPerHour,
        CapacityDimension.TokensPerMinute => CapacityDimension.TokensPerHour,
        _ => dimension,
    };

    private static TimeSpan Of(CapacityDimension dimension) => dimension switch
    {
        CapacityDimension.RequestsPerDay or CapacityDimension.TokensPerDay => Day,
        CapacityDimension.RequestsPerHour or CapacityDimension.TokensPerHour => Hour,
        _ => Minute,
    };

    private static bool IsNear(TimeSpan window, TimeSpan other) => window >= other / 2 && window <= other * 2;
}

/// <summary>The header that shows the window of a limit's units.</summary>
internal enum WindowSign
{
    /// <summary>No header: the window is the dimension's own, or the one that the dialect names.</summary>
    None,

    /// <summary>The reset, as the time until the bucket is full again.</summary>
    TimeToFull,

    /// <summary>The reset, as the end of the window.</summary>
    WindowEnd,

    /// <summary>The renewal period, in seconds.</summary>
    Period,

    /// <summary>The window beside the limit, as in "10;w=1". Without it the headers state no limit.</summary>
    Parameter,
}
