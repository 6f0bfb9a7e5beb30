namespace CapacityRouting.Failures.Providers;

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
