using CapacityRouting.Simulation.Limiters;

namespace CapacityRouting.Simulation.Providers;

/// <summary>
/// Takes a neighbour's part of the limits, ten times a second. What it asks for and does not get is lost to it. It is only looked at when
/// somebody else is, and then catches up step by step: the order is that of the moments.
/// </summary>
internal sealed class NeighbourLoad(Neighbour neighbour)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private TimeSpan _next;
    private double[]? _owed;

    public void CatchUp(ILimiter[] limiters, TimeSpan now)
    {
        _owed ??= new double[limiters.Length];
        for (; _next <= now; _next += Step)
            if (neighbour.IsAtWork(_next))
                Ask(limiters, _owed, _next);
    }

    private void Ask(ILimiter[] limiters, double[] owed, TimeSpan now)
    {
        for (int i = 0; i < limiters.Length; i++)
        {
            ProviderLimit limit = limiters[i].Limit;
            owed[i] += neighbour.Share * limit.Amount * (Step / limit.Window);
            long units = (long)owed[i];
            owed[i] -= units;
            if (units > 0 && limiters[i].Fits(units, now))
                limiters[i].Take(units, now);
        }
    }
}
