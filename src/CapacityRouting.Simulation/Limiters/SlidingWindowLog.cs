namespace CapacityRouting.Simulation.Limiters;

/// <summary>
/// Counts the units of the window that ends now, with an exact log. A take leaves the log when it is one window old. Returned units
/// come off the newest takes.
/// </summary>
internal sealed class SlidingWindowLog(ProviderLimit limit) : ILimiter
{
    private readonly TakeLog _takes = new();

    public ProviderLimit Limit { get; } = limit;

    public bool Fits(long units, TimeSpan now) => TooMany(units, now) <= 0;

    public void Take(long units, TimeSpan now)
    {
        _takes.Forget(now - Limit.Window);
        if (units > 0)
            _takes.Add(units, now);
        else
            _takes.GiveBack(-(Int128)units);
    }

    public TimeSpan? Until(long units, TimeSpan now)
    {
        if (units > Limit.Amount)
            return null;
        Int128 tooMany = TooMany(units, now);
        return tooMany > 0 ? _takes.CompletedAt(tooMany) + Limit.Window - now : TimeSpan.Zero;
    }

    public Standing Read(TimeSpan now)
    {
        _takes.Forget(now - Limit.Window);
        long remaining = (long)Int128.Max(0, Limit.Amount - _takes.Total);
        TimeSpan untilFull = _takes.Newest is TimeSpan newest ? newest + Limit.Window - now : TimeSpan.Zero;
        return new Standing(Limit.Dimension, Limit.Amount, remaining, untilFull, (double)_takes.Total / Limit.Amount);
    }

    /// <summary>The units that have to leave first. A request for zero units needs one unit left.</summary>
    private Int128 TooMany(long units, TimeSpan now)
    {
        _takes.Forget(now - Limit.Window);
        return _takes.Total + Math.Max(1, units) - Limit.Amount;
    }
}
