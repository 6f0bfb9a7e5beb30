namespace CapacityRouting;

/// <summary>What the router does with limits and levels that a provider states in its headers and refusals.</summary>
public enum HeaderLimitUse
{
    /// <summary>
    /// Stated limits add limits that are not configured and lower those that are. They never raise a limit above its configured value. The default:
    /// a configured limit may be this program's share of the account, and so less than the provider's own.
    /// </summary>
    Tighten,

    /// <summary>Stated limits replace the configured ones, upward as well. The configured value is only the first guess.</summary>
    Follow,

    /// <summary>Stated limits change nothing. Only configured limits count.</summary>
    Ignore,
}
