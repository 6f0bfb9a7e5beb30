namespace CapacityRouting.Capacity.Limits;

/// <summary>
/// The estimate of a limit after refusals that contradict it, or that name it. It holds for a while, then rises by a little for three minutes, and then by a quarter every ten
/// seconds: an estimate below the truth never meets the refusal that would correct it.
/// </summary>
/// <param name="Rate">The rate, in units per window.</param>
/// <param name="Since">When it began to hold, in ticks.</param>
/// <param name="Hold">How long it holds.</param>
/// <param name="LearnedAt">When refusals were last measured, in ticks.</param>
/// <param name="Evidence">The evidence that it follows from.</param>
internal sealed record RateEstimate(double Rate, long Since, TimeSpan Hold, long LearnedAt, EstimateEvidence Evidence)
{
    // The first rise stays within the error at which a limit counts as known. A true limit refuses it before the steps begin.
    private const double Rise = 1.04;
    private const double Step = 1.25;

    // Where no limit is known, the growth ends here.
    private const double Most = 64;

    // Long beside the seconds after which a wrong rate is refused again.
    private static readonly TimeSpan FirstHold = TimeSpan.FromSeconds(30);

    // With the rise and the steps that follow, a doubled limit is found within five minutes.
    private static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(1);

    // A preferred route keeps a tenth of a burst, of up to a minute. The rise must use that up before a true limit is met.
    private static readonly TimeSpan RiseFor = TimeSpan.FromMinutes(3);
    /// <summary>The longest time for which it holds without another measurement, whatever refusals come meanwhile.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromHours(1);

    private static readonly TimeSpan BetweenSteps = TimeSpan.FromSeconds(10);

    /// <param name="rate">The measured or named rate.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    /// <param name="evidence">The evidence.</param>
    /// <param name="before">The estimate that it corrects; null for none.</param>
    public static RateEstimate Of(double rate, long now, EstimateEvidence evidence, RateEstimate? before = null) => new(rate, now, before?.Hold ?? FirstHold, now, evidence);

    /// <summary>Whether it follows from a figure that a refusal named, and not from a measurement.</summary>
    public bool IsOfAName => Evidence.Refusals == 0;

    /// <summary>The largest rate that it limits where no other limit is known.</summary>
    public long Largest => Units(Most * Rate);

    /// <summary>The rate to which it has grown.</summary>
    public long After(TimeSpan elapsed) => Units(Rate * (IsGrowing(elapsed) ? Rise : 1) * Math.Pow(Step, StepsIn(elapsed)));

    /// <summary>Whether it has begun to grow.</summary>
    public bool IsGrowing(TimeSpan elapsed) => elapsed >= Hold;

    /// <summary>The estimate after a refusal of the growth: two steps lower, as the provider's own bucket hides the last one. The next growth comes later.</summary>
    public RateEstimate SteppedBack(TimeSpan elapsed, long now) => this with
    {
        Rate = Rate * Math.Pow(Step, Math.Max(0, StepsIn(elapsed) - 2)),
        Since = now,
        Hold = 2 * Hold < LongestHold ? 2 * Hold : LongestHold,
    };

    private double StepsIn(TimeSpan elapsed) => elapsed < Hold + RiseFor ? 0 : 1 + Math.Floor((elapsed - Hold - RiseFor) / BetweenSteps);

    private static long Units(double units) => (long)Math.Clamp(units, 1, long.MaxValue / 4);
}

/// <summary>The evidence of an estimate.</summary>
/// <param name="Refusals">The refusals that contradicted the limit believed before.</param>
/// <param name="Calls">The calls that the provider let in between the first and the last of them.</param>
internal readonly record struct EstimateEvidence(int Refusals, long Calls);
