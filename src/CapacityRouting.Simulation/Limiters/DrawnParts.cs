namespace CapacityRouting.Simulation.Limiters;

/// <summary>
/// What was drawn from a bucket and has not flowed back yet, in whole numbers: a unit is cut into as many parts as its window has ticks,
/// and each tick then brings exactly <see cref="ProviderLimit.Amount"/> parts.
/// </summary>
internal sealed class DrawnParts(ProviderLimit limit)
{
    private readonly Int128 _perTick = limit.Amount;
    private readonly Int128 _perUnit = limit.Window.Ticks;
    private Int128 _drawn;
    private TimeSpan _at;

    /// <summary>The limit that the bucket enforces.</summary>
    public ProviderLimit Limit { get; } = limit;

    /// <summary>What a full bucket holds. Never less than a unit, or nothing would ever pass.</summary>
    public Int128 Held { get; } = Int128.Max(limit.Window.Ticks, (Int128)limit.Amount * (limit.Burst ?? limit.Window).Ticks);

    /// <summary>How many parts make so many units.</summary>
    public Int128 Of(long units) => units * _perUnit;

    /// <summary>The parts that are missing now; more than the bucket holds while it is in debt.</summary>
    public Int128 At(TimeSpan now)
    {
        if (now <= _at)
            return _drawn;
        _drawn = Int128.Max(0, _drawn - (_perTick * (now - _at).Ticks));
        _at = now;
        return _drawn;
    }

    /// <summary>Draws units; a negative number puts some back, as far as any are missing.</summary>
    public void Draw(long units, TimeSpan now) => _drawn = Int128.Max(0, At(now) + Of(units));

    /// <summary>The first moment at which so many parts have flowed, from now; a time beyond all times is the last one there is.</summary>
    public TimeSpan TimeFor(Int128 parts) => new(long.CreateSaturating((Int128.Max(0, parts) + _perTick - 1) / _perTick));

    /// <summary>What a provider would tell of it now.</summary>
    public Standing Read(TimeSpan now)
    {
        Int128 drawn = At(now);
        long remaining = long.CreateSaturating(Int128.Max(0, Held - drawn) / _perUnit);
        return new Standing(Limit.Dimension, Limit.Amount, remaining, TimeFor(drawn), (double)drawn / (double)Held);
    }
}
