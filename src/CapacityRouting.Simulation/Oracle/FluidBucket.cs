namespace CapacityRouting.Simulation.Oracle;

/// <summary>
/// Serves calls as a fluid: as much of each as there is. When it runs empty, what was worth least for its charge since it was last full
/// gives way to what is worth more. So it serves the most that is possible, as one that knew the future would.
/// </summary>
internal sealed class FluidBucket(DimensionPool pool)
{
    private readonly PriorityQueue<Share, double> _served = new();
    private double _missing = pool.Missing;
    private TimeSpan _now;
    private int _change;

    /// <summary>What all that it serves is worth.</summary>
    public double Worth { get; private set; }

    /// <summary>A call arrives.</summary>
    public void Pour(TimeSpan at, double charge, double worth)
    {
        AdvanceTo(at);
        Worth += worth;
        if (charge <= 0)
            return;
        _missing += charge;
        _served.Enqueue(new(charge, worth / charge), worth / charge);
        GiveWay(_missing - pool.Changes[_change].Held);
    }

    /// <summary>The least worthy part of what is served was not, after all.</summary>
    private void GiveWay(double tooMuch)
    {
        while (tooMuch > 0 && _served.TryDequeue(out Share least, out double density))
        {
            double given = Math.Min(tooMuch, least.Charge);
            Worth -= given * least.Density;
            _missing -= given;
            tooMuch -= given;
            if (least.Charge > given)
                _served.Enqueue(least with { Charge = least.Charge - given }, density);
        }
    }

    private void AdvanceTo(TimeSpan at)
    {
        while (_change + 1 < pool.Changes.Count && pool.Changes[_change + 1].At <= at)
        {
            FlowTo(pool.Changes[_change + 1].At);
            double shrinks = pool.Changes[_change].Held - pool.Changes[_change + 1].Held;
            _change++;

            // What a provider holds when it goes is no longer there, and it comes back full.
            Refill(Math.Max(0, shrinks));
        }

        FlowTo(at);
    }

    private void FlowTo(TimeSpan at)
    {
        Refill(pool.Changes[_change].Rate * (at - _now).TotalSeconds);
        _now = at;
    }

    private void Refill(double units)
    {
        _missing -= units;
        if (_missing > 0)
            return;

        // Full again: what came before no longer stands in the way of anything.
        _missing = 0;
        _served.Clear();
    }

    private readonly record struct Share(double Charge, double Density);
}
