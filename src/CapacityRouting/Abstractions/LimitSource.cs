namespace CapacityRouting;

/// <summary>Where a limit in force comes from.</summary>
public enum LimitSource
{
    /// <summary>From the settings.</summary>
    Configured,

    /// <summary>From the provider: not configured, or raised above the settings (<see cref="HeaderLimitUse.Follow"/>).</summary>
    Learned,

    /// <summary>From the provider, which stated less than is configured.</summary>
    Tightened,
}
