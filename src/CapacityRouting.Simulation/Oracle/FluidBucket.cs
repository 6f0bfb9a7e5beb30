namespace CapacityRouting.Simulation.Oracle;

/// <summary>
/// Serves calls as a fluid: while there is not enough, every call of a kind that comes in the same minute gets the same part. Kinds are told apart by
/// the providers that they fit, sizes are not: the kind that is worth most for its charge goes first.
/// </summary>
internal sealed class FluidBucket(DimensionPool pool)
{
    private static readonly TimeSpan LongestSlice = TimeSpan.FromMinutes(1);

    private readonly Dictionary<uint, Offer> _offers = [];
    private double _missing = pool.Missing;
    private double _served;
    private double _worth;
    private TimeSpan _now;
    private TimeSpan _settledAt;
    private int _change;

    private PoolChange Now => pool.Changes[_change];

    /// <summary>A call arrives.</summary>
    public void Pour(TimeSpan at, uint kind, double charge, double worth)
    {
        AdvanceTo(at);
        if (at - _settledAt > LongestSlice)
            Settle();
        double served = Math.Min(charge, Math.Max(0, Now.Held - _missing));
        _missing += served;
        _served += served;
        Offer before = _offers.GetValueOrDefault(kind);
        _offers[kind] = new(before.Charge + charge, before.Worth + worth);
    }

    /// <summary>What all that it served is worth.</summary>
    public double Total()
    {
        Settle();
        return _worth;
    }

    private void AdvanceTo(TimeSpan at)
    {
        while (_change + 1 < pool.Changes.Count && pool.Changes[_change + 1].At <= at)
        {
            PoolChange next = pool.Changes[_change + 1];
            FlowTo(next.At);

            // What goes away with a provider is no longer there, nor missing; what comes is full.
            Refill(Math.Max(0, Now.Held - next.Held));
            _change++;
        }

        FlowTo(at);
    }

    private void FlowTo(TimeSpan at)
    {
        Refill(Now.Rate * (at - _now).TotalSeconds);
        _now = at;
    }

    private void Refill(double units)
    {
        _missing = Math.Max(0, _missing - units);
        if (_missing == 0)
            Settle();
    }

    /// <summary>Full again, or a minute later: what was served since is shared out among what was offered.</summary>
    private void Settle()
    {
        _settledAt = _now;
        double left = _served;
        foreach (Offer offer in _offers.Values.OrderByDescending(offer => offer.Density))
        {
            double part = offer.Charge <= left ? 1 : left / offer.Charge;
            _worth += part * offer.Worth;
            left -= part * offer.Charge;
        }

        _served = 0;
        _offers.Clear();
    }

    /// <summary>What was offered of one kind.</summary>
    private readonly record struct Offer(double Charge, double Worth)
    {
        public double Density => Charge <= 0 ? double.PositiveInfinity : Worth / Charge;
    }
}
