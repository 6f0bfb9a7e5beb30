namespace CapacityRouting;

/// <summary>What becomes of the limits and levels that a provider states in the headers of its responses and in its refusals.</summary>
public enum HeaderLimitUse
{
    /// <summary>
    /// They add limits that are not configured and lower those that are, but never raise one above what is configured. The default:
    /// a configured limit may be this program's share of the account, and so less than the provider's own.
    /// </summary>
    Tighten,

    /// <summary>They replace what is configured, upward as well: configuration is only where to begin.</summary>
    Follow,

    /// <summary>They change nothing: only what is configured counts.</summary>
    Ignore,
}
