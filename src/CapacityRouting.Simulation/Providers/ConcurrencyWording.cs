namespace CapacityRouting.Simulation;

/// <summary>The words in which a simulated provider refuses a call when too many are under way.</summary>
public enum ConcurrencyWording
{
    /// <summary>The dialect's own words for calls under way.</summary>
    Own,

    /// <summary>The words of a rate limit, without a figure: "Too many requests". The wait is a second.</summary>
    Rate,

    /// <summary>The words of an account's limit, with the figure: "max organization concurrency: 1". The wait is a second.</summary>
    Organization,
}
