namespace CapacityRouting.Simulation.Oracle;

/// <summary>Serves calls in the order of their arrival, as a fluid: of each as much as there is.</summary>
internal sealed class FluidBucket(DimensionPool pool)
{
    private double _missing = pool.Missing;
    private TimeSpan _now;
    private int _change;

    /// <summary>What all that it served is worth.</summary>
    public double Worth { get; private set; }

    private PoolChange Now => pool.Changes[_change];

    /// <summary>A call arrives.</summary>
    public void Pour(TimeSpan at, double charge, double worth)
    {
        AdvanceTo(at);
        double served = Math.Min(charge, Now.Held - _missing);
        _missing += served;
        Worth += charge <= 0 ? worth : worth * served / charge;
    }

    private void AdvanceTo(TimeSpan at)
    {
        while (_change + 1 < pool.Changes.Count && pool.Changes[_change + 1].At <= at)
        {
            PoolChange next = pool.Changes[_change + 1];
            FlowTo(next.At);

            // What a provider holds when it goes is no longer there; it comes back full, and then nothing of it is missing.
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

    private void Refill(double units) => _missing = Math.Max(0, _missing - units);
}
