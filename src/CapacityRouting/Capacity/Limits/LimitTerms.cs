using CapacityRouting.Time;

namespace CapacityRouting.Capacity.Limits;

/// <summary>What a limit follows from: the settings, what the provider stated last, and which of the two counts.</summary>
/// <param name="Configured">The units of the settings; null when they have none.</param>
/// <param name="Stated">The units the provider stated; null when it has not.</param>
/// <param name="Use">Which counts where both are known.</param>
internal sealed record LimitTerms(long? Configured, long? Stated = null, HeaderLimitUse Use = HeaderLimitUse.Tighten)
{
    /// <summary>Nobody limits.</summary>
    public static LimitTerms None { get; } = new(Configured: null);

    /// <summary>The units that a refusal named; null when none did of late.</summary>
    public long? Named { get; private init; }

    /// <summary>When it did.</summary>
    public long NamedAt { get; private init; }

    /// <summary>How the limit is estimated after refusals that contradict it; null while none does.</summary>
    public RateEstimate? Estimate { get; private init; }

    /// <summary>What the estimate has grown to.</summary>
    public long? Estimated { get; private init; }

    /// <summary>The units in force; null when nobody limits.</summary>
    public long? InForce => Known is { } known && Estimated is { } estimated ? Math.Min(known, estimated) : Known;

    public LimitSource Source =>
        Configured is not { } configured || InForce > configured ? LimitSource.Learned
        : InForce < configured ? LimitSource.Tightened
        : LimitSource.Configured;

    /// <summary>What somebody said, whatever is estimated.</summary>
    public long? Known => Lasting is { } lasting && Named is { } named ? Math.Min(lasting, named) : Lasting ?? Named;

    // What holds until it is replaced.
    private long? Lasting =>
        Configured is { } configured && Stated is { } stated && Use != HeaderLimitUse.Follow ? Math.Min(configured, stated) : Stated ?? Configured;

    /// <summary>After new settings. A setting that changed counts by itself until the provider speaks again: the operator may know of a rise.</summary>
    public LimitTerms Set(long? configured) => configured == Configured ? this : new(configured);

    /// <summary>After the provider stated a limit. What it said before no longer counts: limits rise with an account's tier.</summary>
    public LimitTerms Told(long stated, HeaderLimitUse use) => new(Configured, stated, use);

    /// <summary>Whether the provider's statement is no news.</summary>
    public bool AreTold(long stated, HeaderLimitUse use) => Stated == stated && Use == use && Named is null && Estimate is null;

    /// <summary>After the provider stated that the limit is another's.</summary>
    public LimitTerms Untold() => this with { Stated = null };

    /// <summary>After a refusal that named a limit: it tightens, or says nothing new.</summary>
    public LimitTerms Refused(long named, long now) =>
        Lasting <= named || Named < named ? this : this with { Named = named, NamedAt = now };

    /// <summary>After a refusal that contradicts what is in force.</summary>
    public LimitTerms Contradicted(RateEstimate estimate) => this with { Estimate = estimate, Estimated = estimate.After(TimeSpan.Zero) };

    /// <summary>As time goes on: an estimate grows until it no longer says anything.</summary>
    public LimitTerms Grown(long now, Clock clock)
    {
        if (Estimate is not { } estimate)
            return this;
        long estimated = estimate.After(clock.ToTimeSpan(now - estimate.Since));
        return estimated < Known ? this with { Estimated = estimated } : this with { Estimate = null, Estimated = null };
    }

    /// <summary>Without what was named before a time.</summary>
    public LimitTerms NamedSince(long time) => Named is not null && NamedAt <= time ? new(Configured, Stated, Use) : this;
}
