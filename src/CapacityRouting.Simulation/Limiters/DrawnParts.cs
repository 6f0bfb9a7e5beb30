namespace CapacityRouting.Simulation.Limiters;

/// <summary>
/// The units drawn from a bucket that have not flowed back yet, in whole numbers. A unit is divided into as many parts as its window has ticks.
/// Each tick then brings exactly <see cref="ProviderLimit.Amount"/> parts.
/// </summary>
internal sealed class DrawnParts(ProviderLimit limit)
{
    private readonly Int128 _perTick = limit.Amount;
    private readonly Int128 _perUnit = limit.Window.Ticks;
    private Int128 _drawn;
    private TimeSpan _at;

    /// <summary>The limit that the bucket enforces.</summary>
    public ProviderLimit Limit { get; } = limit;

    /// <summary>The parts in a full bucket. Never less than a unit, since otherwise no request would pass.</summary>
    public Int128 Held { get; } = Int128.Max(limit.Window.Ticks, (Int128)limit.Amount * (limit.Burst ?? limit.Window).Ticks);

    /// <summary>The parts in so many units.</summary>
    public Int128 Of(long units) => units * _perUnit;

    /// <summary>The parts that are missing now. More than a full bucket holds while the bucket is in debt.</summary>
    public Int128 At(TimeSpan now)
    {
        if (now <= _at)
            return _drawn;
        _drawn = Int128.Max(0, _drawn - (_perTick * (now - _at).Ticks));
        _at = now;
        return _drawn;
    }

    /// <summary>Draws units. A negative number puts some back, as far as any are missing.</summary>
    public void Draw(long units, TimeSpan now) => _drawn = Int128.Max(0, At(now) + Of(units));

    /// <summary>The time from now until so many parts have flowed in, at most the largest time.</summary>
    public TimeSpan TimeFor(Int128 parts) => new(long.CreateSaturating((Int128.Max(0, parts) + _perTick - 1) / _perTick));

    /// <summary>The provider's figures of the bucket now.</summary>
    public Standing Read(TimeSpan now)
    {
        Int128 drawn = At(now);
        long remaining = long.CreateSaturating(Int128.Max(0, Held - drawn) / _perUnit);
        return new Standing(Limit.Dimension, Limit.Amount, remaining, TimeFor(drawn), (double)drawn / (double)Held);
    }
}
