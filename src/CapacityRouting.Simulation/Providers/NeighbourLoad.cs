using CapacityRouting.Simulation.Limiters;

namespace CapacityRouting.Simulation.Providers;

/// <summary>
/// Takes the neighbours' parts of the limits, ten times a second. A part that a neighbour asks for and does not get is lost to it. The neighbours are evaluated only with
/// a call, and then catch up step by step: all takes are in the order of time.
/// </summary>
internal sealed class NeighbourLoad(IReadOnlyList<Neighbour> neighbours, ILimiter[] limiters)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly long[] _stepsAtWork = new long[neighbours.Count];
    private TimeSpan _next;

    public void CatchUp(TimeSpan now)
    {
        for (; neighbours.Count > 0 && _next <= now; _next += Step)
            for (int i = 0; i < neighbours.Count; i++)
                if (neighbours[i].IsAtWork(_next))
                    Ask(neighbours[i].Share, ++_stepsAtWork[i]);
    }

    private void Ask(double share, long step)
    {
        foreach (ILimiter limiter in limiters)
        {
            long units = Asked(share, limiter.Limit, step) - Asked(share, limiter.Limit, step - 1);
            if (units > 0 && limiter.Fits(units, _next))
                limiter.Take(units, _next);
        }
    }

    /// <summary>The units asked for in this many steps: in decimals, so that 29 % of 100 are 29 and not a little less.</summary>
    private static long Asked(double share, ProviderLimit limit, long steps) =>
        (long)((decimal)share * limit.Amount * steps * Step.Ticks / limit.Window.Ticks);
}
