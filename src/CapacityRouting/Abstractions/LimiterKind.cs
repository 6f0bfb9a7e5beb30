namespace CapacityRouting;

/// <summary>How a provider's limiter counts.</summary>
public enum LimiterKind
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>A bucket that refills continuously; also what only counts calls under way, or the use of a reserved throughput.</summary>
    Continuous,

    /// <summary>A count that starts anew with each window.</summary>
    FixedWindow,

    /// <summary>A count over the window that ends now.</summary>
    SlidingWindow,
}
