namespace CapacityRouting.Failures.Providers;

/// <summary>Which header tells the window that a limit's units are counted in.</summary>
internal enum WindowSign
{
    /// <summary>None: it is the dimension's own, or the one that the dialect names.</summary>
    None,

    /// <summary>The reset, where it is the time until the bucket is full again.</summary>
    TimeToFull,

    /// <summary>The reset, where it is the end of the window.</summary>
    WindowEnd,

    /// <summary>The renewal period, in seconds.</summary>
    Period,

    /// <summary>The window beside the limit, as in "10;w=1"; where it does not stand there, the headers tell no limit.</summary>
    Parameter,
}
