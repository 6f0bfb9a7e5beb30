namespace CapacityRouting.Simulation.Limiters;

/// <summary>
/// The share of a limit that each grain gets. Fractions are carried from grain to grain, so that all grains before a moment have received
/// exactly the limit's part of that time, rounded down once. Grains are numbered from zero.
/// </summary>
internal sealed class GrainShares(ProviderLimit limit)
{
    // In parts: a unit has as many as its window has ticks.
    private readonly Int128 _perGrain = (Int128)limit.Amount * limit.Grain.Ticks;
    private readonly Int128 _perUnit = limit.Window.Ticks;

    /// <summary>The units of all grains before this one.</summary>
    public Int128 Before(Int128 grain) => grain * _perGrain / _perUnit;

    /// <summary>The units of this grain. Zero for some grains, where the limit is less than one unit per grain.</summary>
    public Int128 Of(Int128 grain) => Before(grain + 1) - Before(grain);

    /// <summary>The first grain before which all grains together have so many units.</summary>
    public Int128 FirstAfter(Int128 units) => ((units * _perUnit) + _perGrain - 1) / _perGrain;

    /// <summary>The first grain with any units, from this one on.</summary>
    public Int128 FirstThatGets(Int128 grain) => FirstAfter(Before(grain) + 1) - 1;
}
