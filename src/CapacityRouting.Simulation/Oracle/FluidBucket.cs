namespace CapacityRouting.Simulation.Oracle;

/// <summary>
/// Serves calls as a fluid: in a shortage, every call of a kind in the same minute gets the same part. A kind is the set of
/// providers that a call fits; sizes do not matter. The kind with the most worth for its charge goes first.
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

    /// <summary>The worth of all served calls.</summary>
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

            // Units that leave with a provider are neither present nor missing. Units that come with a provider are full.
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

    /// <summary>When the bucket is full again, or a minute later: distributes the units served since then among the offers.</summary>
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

    /// <summary>The offered calls of one kind.</summary>
    private readonly record struct Offer(double Charge, double Worth)
    {
        public double Density => Charge <= 0 ? double.PositiveInfinity : Worth / Charge;
    }
}
