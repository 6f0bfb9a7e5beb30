using CapacityRouting.Time;

namespace CapacityRouting.Capacity.Limits;

/// <summary>The sources of a limit: the settings, the provider's last statement, and which of the two counts.</summary>
/// <param name="Configured">The units of the settings; null when they have none.</param>
/// <param name="Stated">The units that the provider stated; null when it has not.</param>
/// <param name="Use">Which source counts where both are known.</param>
internal sealed record LimitTerms(long? Configured, long? Stated = null, HeaderLimitUse Use = HeaderLimitUse.Tighten)
{
    /// <summary>No limit.</summary>
    public static LimitTerms None { get; } = new(Configured: null);

    /// <summary>The units that a refusal named; null when no recent refusal did.</summary>
    public long? Named { get; private init; }

    /// <summary>When the refusal named them.</summary>
    public long NamedAt { get; private init; }

    /// <summary>The estimate of the limit after refusals that contradict it; null while none does.</summary>
    public RateEstimate? Estimate { get; private init; }

    /// <summary>The units to which the estimate has grown.</summary>
    public long? Estimated { get; private init; }

    /// <summary>The units in force; null without a limit.</summary>
    public long? InForce => Known is { } known && Estimated is { } estimated ? Math.Min(known, estimated) : Known;

    public LimitSource Source =>
        Configured is not { } configured || InForce > configured ? LimitSource.Learned
        : InForce < configured ? LimitSource.Tightened
        : LimitSource.Configured;

    /// <summary>The units that a source stated, without the estimate.</summary>
    public long? Known => Lasting is { } lasting && Named is { } named ? Math.Min(lasting, named) : Lasting ?? Named;

    // The units that hold until they are replaced.
    private long? Lasting =>
        Configured is { } configured && Stated is { } stated && Use != HeaderLimitUse.Follow ? Math.Min(configured, stated) : Stated ?? Configured;

    /// <summary>The terms after new settings. A changed setting counts alone until the provider's next statement: the operator may know of a rise.</summary>
    public LimitTerms Set(long? configured) => configured == Configured ? this : new(configured);

    /// <summary>The terms after a statement of the provider. Earlier statements no longer count: limits rise with an account's tier.</summary>
    public LimitTerms Told(long stated, HeaderLimitUse use) => new(Configured, stated, use);

    /// <summary>Whether the provider's statement changes nothing.</summary>
    public bool AreTold(long stated, HeaderLimitUse use) => Stated == stated && Use == use && Named is null && Estimate is null;

    /// <summary>The terms after the provider stated that the limit belongs to another window.</summary>
    public LimitTerms Untold() => this with { Stated = null };

    /// <summary>The terms after a refusal that named a limit: it tightens, or changes nothing.</summary>
    public LimitTerms Refused(long named, long now) =>
        Lasting <= named || Named < named ? this : this with { Named = named, NamedAt = now };

    /// <summary>The terms after a refusal that contradicts the limit in force.</summary>
    public LimitTerms Contradicted(RateEstimate estimate) => this with { Estimate = estimate, Estimated = estimate.After(TimeSpan.Zero) };

    /// <summary>The terms as time passes: the estimate grows until it no longer limits.</summary>
    public LimitTerms Grown(long now, Clock clock)
    {
        if (Estimate is not { } estimate)
            return this;
        long estimated = estimate.After(clock.ToTimeSpan(now - estimate.Since));
        return estimated < Known ? this with { Estimated = estimated } : this with { Estimate = null, Estimated = null };
    }

    /// <summary>The terms without a limit named before a time.</summary>
    public LimitTerms NamedSince(long time) => Named is not null && NamedAt <= time ? new(Configured, Stated, Use) : this;
}
