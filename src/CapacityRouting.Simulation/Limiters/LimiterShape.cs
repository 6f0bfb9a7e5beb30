namespace CapacityRouting.Simulation;

/// <summary>How a simulated provider counts one of its limits.</summary>
public enum LimiterShape
{
    /// <summary>A bucket that refills continuously and holds what flows in during <see cref="ProviderLimit.Burst"/>. A request that fits in what it holds is admitted.</summary>
    Continuous,

    /// <summary>A count that starts anew with each window; windows begin with the run.</summary>
    FixedWindow,

    /// <summary>A count over the window that ends now.</summary>
    SlidingWindow,

    /// <summary>
    /// A fixed window of <see cref="ProviderLimit.Grain"/>, which gets its part of the limit: "60 a minute" is 1 a second. A request larger than
    /// that part passes in a window that nothing has used yet, and those that follow pay for it before they admit anything.
    /// </summary>
    Quantized,

    /// <summary>
    /// A bucket that leaks: each request pours in its cost, and requests are refused while it is full (100 %). The one that fills it may
    /// spill over, as with Azure's provisioned throughput.
    /// </summary>
    Utilization,
}
