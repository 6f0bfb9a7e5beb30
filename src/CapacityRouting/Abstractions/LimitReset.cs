namespace CapacityRouting;

/// <summary>How a limit of a day comes back.</summary>
public enum LimitReset
{
    /// <summary>Little by little, all the time: what was used flows back over the next 24 hours.</summary>
    Continuous,

    /// <summary>All at once, at midnight in a time zone.</summary>
    Calendar,
}
