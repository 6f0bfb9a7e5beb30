namespace CapacityRouting;

/// <summary>The origin of a limit in force.</summary>
public enum LimitSource
{
    /// <summary>From the settings.</summary>
    Configured,

    /// <summary>From the provider. The limit was not configured, or the provider raised it above the settings (<see cref="HeaderLimitUse.Follow"/>).</summary>
    Learned,

    /// <summary>From the provider, which stated less than is configured.</summary>
    Tightened,
}
