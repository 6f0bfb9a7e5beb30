namespace CapacityRouting.Capacity;

/// <summary>What a limit follows from: the settings, what the provider stated last, and which of the two counts.</summary>
/// <param name="Configured">The units of the settings; null when they have none.</param>
/// <param name="Stated">The units the provider stated; null when it has not.</param>
/// <param name="Use">Which counts where both are known.</param>
internal readonly record struct LimitTerms(long? Configured, long? Stated = null, HeaderLimitUse Use = HeaderLimitUse.Tighten)
{
    /// <summary>The units in force; null when nobody limits.</summary>
    public long? InForce =>
        Configured is { } configured && Stated is { } stated && Use != HeaderLimitUse.Follow ? Math.Min(configured, stated) : Stated ?? Configured;

    public LimitSource Source =>
        Configured is not { } configured || InForce > configured ? LimitSource.Learned
        : InForce < configured ? LimitSource.Tightened
        : LimitSource.Configured;

    /// <summary>After the provider stated a limit. What it said before no longer counts: limits rise with an account's tier.</summary>
    public LimitTerms Told(long stated, HeaderLimitUse use) => this with { Stated = stated, Use = use };

    /// <summary>After a refusal that named a limit: it tightens, or says nothing new.</summary>
    public LimitTerms Refused(long stated, HeaderLimitUse use) => InForce <= stated ? this : Told(stated, use);
}
