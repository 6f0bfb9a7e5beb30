namespace CapacityRouting;

/// <summary>How a provider's limiter counts.</summary>
public enum LimiterKind
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>A bucket that holds the whole limit and refills continuously.</summary>
    Continuous,

    /// <summary>A count that starts anew with each window.</summary>
    FixedWindow,

    /// <summary>A count over the window that ends now.</summary>
    SlidingWindow,

    /// <summary>A share of reserved throughput in use; refused at 100 %.</summary>
    Utilization,

    /// <summary>Calls under way, or a queue.</summary>
    Concurrency,
}
