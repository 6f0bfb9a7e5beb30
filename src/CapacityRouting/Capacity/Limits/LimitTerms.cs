using CapacityRouting.Time;

namespace CapacityRouting.Capacity.Limits;

/// <summary>The sources of a limit: the settings, the provider's statements, and what refusals teach. Immutable.</summary>
/// <remarks>Figures in a refusal outrank the headers that they contradict, and headers outrank estimates.</remarks>
/// <param name="Configured">The units of the settings; null when they have none.</param>
/// <param name="Stated">The units that the provider's headers stated last; null when they have not.</param>
/// <param name="Use">Which of the two counts where both are known.</param>
internal sealed record LimitTerms(long? Configured, long? Stated = null, HeaderLimitUse Use = HeaderLimitUse.Tighten)
{
    // A figure this far below the settings is more likely misread, or of something else, than true.
    private const long Doubtful = 1_000;

    /// <summary>No limit.</summary>
    public static LimitTerms None { get; } = new(Configured: null);

    /// <summary>When the headers stated them first.</summary>
    public long StatedAt { get; private init; }

    /// <summary>The units that a refusal named; null when no recent refusal did.</summary>
    public long? Named { get; private init; }

    /// <summary>When a refusal named them last.</summary>
    public long NamedAt { get; private init; }

    /// <summary>The estimate of the limit after refusals that contradict it; null while none does.</summary>
    public RateEstimate? Estimate { get; private init; }

    /// <summary>The units to which the estimate has grown.</summary>
    public long? Estimated { get; private init; }

    /// <summary>Whether the provider has shown that its bucket holds the whole limit: it stated more left than the assumed burst.</summary>
    public bool IsShownWhole { get; private init; }

    /// <summary>Whether a refusal has borne out a figure far below the settings.</summary>
    public bool IsBorneOut { get; private init; }

    /// <summary>The units in force; null without a limit.</summary>
    public long? InForce => Least(Lasting, Estimated);

    public LimitSource Source =>
        InForce == Configured ? LimitSource.Configured
        : InForce == Lasting || Estimate is { IsOfAName: true } ? LimitSource.Stated
        : LimitSource.Learned;

    /// <summary>The units that a source stated, without the estimate: more than that never passes.</summary>
    public long? Known => Least(Lasting, Estimate is { IsOfAName: true } ? Math.Max(BelievedNamed ?? 0, Estimated ?? 0) : null);

    // The units that hold until they are replaced.
    private long? Lasting =>
        Configured is { } configured && BelievedStated is { } stated && Use != HeaderLimitUse.Follow ? Math.Min(configured, stated) : BelievedStated ?? Configured;

    private long? BelievedStated => IsDoubtful(Stated) ? null : Stated;

    private long? BelievedNamed => IsDoubtful(Named) ? null : Named;

    /// <summary>Whether a figure is so far below the settings that it counts only once a refusal bears it out.</summary>
    public bool IsDoubtful(long? figure) => !IsBorneOut && figure < Configured / Doubtful;

    /// <summary>The terms after new settings. A changed setting counts alone until the provider's next statement: the operator may know of a rise.</summary>
    public LimitTerms Set(long? configured) => configured == Configured ? this : new(configured);

    /// <summary>
    /// The terms after a statement of the headers. A changed one replaces all earlier lessons: limits rise with an account's tier. A repeated one does not:
    /// the refusals came in spite of it.
    /// </summary>
    public LimitTerms Told(long stated, HeaderLimitUse use, long now) =>
        stated == Stated ? this with { Use = use } : new(Configured, stated, use) { StatedAt = now, Named = Stated is null ? Named : null, NamedAt = NamedAt, Estimate = Stated is null ? Estimate : null, Estimated = Stated is null ? Estimated : null };

    /// <summary>Whether the provider's statement changes nothing.</summary>
    public bool AreTold(long stated, HeaderLimitUse use) => Stated == stated && Use == use;

    /// <summary>The terms after the provider stated that the limit belongs to another window.</summary>
    public LimitTerms Untold() => this with { Stated = null };

    /// <summary>The terms after the provider stated that more is left than the assumed burst.</summary>
    public LimitTerms ShownWhole() => this with { IsShownWhole = true };

    /// <summary>The terms after a refusal that came in spite of the assumed burst.</summary>
    public LimitTerms Distrusted() => IsShownWhole ? this with { IsShownWhole = false } : this;

    /// <summary>
    /// The terms after a refusal that named a limit: it tightens, or changes nothing. The figure grows as an estimate does: limits rise. A doubtful figure counts once a second
    /// refusal names it.
    /// </summary>
    public LimitTerms Refused(long named, long now)
    {
        // A larger figure than before counts once the growth has passed it.
        if (Lasting <= named || (BelievedNamed < named && Estimated <= named))
            return this;
        LimitTerms told = this with { Named = named, NamedAt = now, IsBorneOut = IsBorneOut || (Named == named && NamedAt < now) };
        return told.BelievedNamed is null || Estimated <= named ? told : told.With(RateEstimate.Of(named, now, default, Estimate));
    }

    /// <summary>The terms after dense refusals that contradict the limit in force: a doubtful statement of the headers is borne out.</summary>
    public LimitTerms Contradicted() => IsDoubtful(Stated) ? this with { IsBorneOut = true } : this;

    /// <summary>The terms after evidence has refuted the estimate. What a refusal named holds on.</summary>
    public LimitTerms Refuted(long now) => With(BelievedNamed is { } named && Estimate is { IsOfAName: false } ? RateEstimate.Of(named, now, default) : null);

    /// <summary>The terms with another estimate; null for none.</summary>
    public LimitTerms With(RateEstimate? estimate) => this with { Estimate = estimate, Estimated = estimate?.After(TimeSpan.Zero) };

    /// <summary>The terms as time passes: the estimate grows until it no longer limits.</summary>
    public LimitTerms Grown(long now, Clock clock)
    {
        if (Estimate is not { } estimate)
            return this;
        long estimated = estimate.After(clock.ToTimeSpan(now - estimate.Since));
        return clock.ToTimeSpan(now - estimate.LearnedAt) < RateEstimate.Longest && estimated < (Lasting ?? estimate.Largest) ? this with { Estimated = estimated } : With(null);
    }

    /// <summary>The terms without a limit named before a time.</summary>
    public LimitTerms NamedSince(long time) =>
        Named is null || NamedAt > time ? this
        : (Estimate is { IsOfAName: true } ? With(null) : this) with { Named = null, NamedAt = 0, IsBorneOut = false };

    /// <summary>The terms without a statement of the headers that was last heard before a time.</summary>
    public LimitTerms StatedSince(long time, long heardAt) => Stated is not null && heardAt <= time ? this with { Stated = null, IsBorneOut = false, IsShownWhole = false } : this;

    /// <summary>The smaller of two figures, of which each may be unknown.</summary>
    public static long? Least(long? one, long? other) => one is { } first && other is { } second ? Math.Min(first, second) : one ?? other;
}
