namespace CapacityRouting.Capacity.Limits;

/// <summary>The statements of one response about one limit, in the units and the window of the dimension. What it did not state is null.</summary>
/// <param name="Dimension">What is counted.</param>
/// <param name="Limit">The units in the dimension's window, above zero.</param>
/// <param name="Remaining">The units left, as the provider counted them when it answered; zero or more.</param>
/// <param name="IsWhole">Whether the provider's bucket holds the whole limit and refills continuously, so that this library's bucket can mirror it.</param>
internal readonly record struct LimitReading(CapacityDimension Dimension, long? Limit, long? Remaining, bool IsWhole)
{
    /// <summary>How its window is known.</summary>
    public WindowOrigin Window { get; init; }

    /// <summary>Whether its reset is that of a bucket that holds the whole limit and refills continuously. A window that ends as a whole resets later.</summary>
    public bool ShowsFlow { get; init; }
}

/// <summary>How the window of a reading is known.</summary>
internal enum WindowOrigin
{
    /// <summary>By the name of its headers: other windows have other names.</summary>
    Name,

    /// <summary>By the value of its headers: the same headers may have stated another window before.</summary>
    Value,

    /// <summary>Not at all: the headers could have stated it, and did not.</summary>
    Guess,
}
