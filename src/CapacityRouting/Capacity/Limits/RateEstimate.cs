namespace CapacityRouting.Capacity.Limits;

/// <summary>
/// The estimate of a limit after refusals that contradict it. It grows as CUBIC does (RFC 9438): fast at first, flat around the
/// goal, then ever faster. Growth is needed, as an estimate below the truth never meets the refusal that would correct it.
/// </summary>
/// <param name="Start">The initial rate, in units per window.</param>
/// <param name="Goal">The rate around which it stays longest: the last good rate, or the measured one.</param>
/// <param name="Since">When the estimate began, in ticks.</param>
internal readonly record struct RateEstimate(double Start, double Goal, long Since)
{
    // Short beside the minute in which providers count; long beside the seconds after which a wrong rate is refused again.
    private const double SecondsToGoal = 20;
    private const double SecondsToDouble = 60;

    /// <summary>The rate to which it has grown.</summary>
    public long After(TimeSpan elapsed)
    {
        double toGoal = elapsed.TotalSeconds / SecondsToGoal;
        double units = toGoal < 1
            ? Goal - ((Goal - Start) * Math.Pow(1 - toGoal, 3))
            : Goal * (1 + Math.Pow((elapsed.TotalSeconds - SecondsToGoal) / SecondsToDouble, 3));
        return (long)Math.Clamp(units, 1, long.MaxValue / 4);
    }
}
