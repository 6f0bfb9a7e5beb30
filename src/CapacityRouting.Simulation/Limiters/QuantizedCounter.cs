namespace CapacityRouting.Simulation.Limiters;

/// <summary>
/// Counts the units of the current grain, which has its share of the limit. A request larger than that share passes in an unused grain, and
/// leaves a debt. The grains that follow pay the debt before they admit any request. So a span of grains admits at most their shares
/// and the rest of one such request. A request larger than the whole limit never passes, and a grain without a share admits none.
/// </summary>
internal sealed class QuantizedCounter(ProviderLimit limit) : ILimiter
{
    private readonly GrainShares _shares = new(limit);
    private Int128 _grain;
    private Int128 _used;

    public ProviderLimit Limit { get; } = limit;

    public bool Fits(long units, TimeSpan now)
    {
        MoveTo(now);
        return units <= Limit.Amount && Admits(_grain, units);
    }

    public void Take(long units, TimeSpan now)
    {
        MoveTo(now);
        _used = Int128.Max(0, _used + units);
    }

    public TimeSpan? Until(long units, TimeSpan now)
    {
        if (units > Limit.Amount)
            return null;
        return Fits(units, now) ? TimeSpan.Zero : TimeTo(FirstThatAdmits(units), now);
    }

    public Standing Read(TimeSpan now)
    {
        MoveTo(now);
        Int128 share = _shares.Of(_grain);
        Int128 left = share - _used;

        // A grain without a share counts as fully used.
        double utilization = 1 - ((double)left / (double)Int128.Max(1, share));
        return new Standing(Limit.Dimension, Limit.Amount, long.CreateSaturating(Int128.Max(0, left)), TimeTo(FirstUnused(), now), utilization);
    }

    private void MoveTo(TimeSpan now)
    {
        Int128 grain = now.Ticks / Limit.Grain.Ticks;
        if (grain <= _grain)
            return;
        _used = UsedIn(grain);
        _grain = grain;
    }

    /// <summary>The units in use at a grain's start: the debt that the grains before it have not paid.</summary>
    private Int128 UsedIn(Int128 grain) => Int128.Max(0, _used - (_shares.Before(grain) - _shares.Before(_grain)));

    private bool Admits(Int128 grain, long units)
    {
        Int128 share = _shares.Of(grain);
        Int128 used = UsedIn(grain);
        return share > 0 && (used == 0 || used + Math.Max(1, units) <= share);
    }

    /// <summary>An unused grain admits any request. Of the grains before it, only the one that pays the last of the debt may have room.</summary>
    private Int128 FirstThatAdmits(long units)
    {
        Int128 unused = FirstUnused();
        Int128 paysLast = FirstPaid() - 1;
        return paysLast > _grain && Admits(paysLast, units) ? paysLast : unused;
    }

    private Int128 FirstUnused() => _shares.FirstThatGets(FirstPaid());

    private Int128 FirstPaid() => Int128.Max(_grain, _shares.FirstAfter(_shares.Before(_grain) + _used));

    private TimeSpan TimeTo(Int128 grain, TimeSpan now) =>
        grain == _grain ? TimeSpan.Zero : new TimeSpan(long.CreateSaturating((grain * Limit.Grain.Ticks) - now.Ticks));
}
