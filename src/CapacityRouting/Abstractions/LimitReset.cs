namespace CapacityRouting;

/// <summary>How a limit of a day resets.</summary>
public enum LimitReset
{
    /// <summary>Little by little, all the time: used units flow back over the next 24 hours.</summary>
    Continuous,

    /// <summary>All at once, at midnight in a time zone.</summary>
    Calendar,
}
