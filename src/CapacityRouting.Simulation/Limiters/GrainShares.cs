namespace CapacityRouting.Simulation.Limiters;

/// <summary>
/// How many units each grain of a limit gets. What is no whole number is carried from grain to grain, so that all grains before a moment have got
/// exactly the limit's part of that time, rounded down once. Grains are numbered from zero.
/// </summary>
internal sealed class GrainShares(ProviderLimit limit)
{
    // Parts, of which a unit has as many as its window has ticks.
    private readonly Int128 _perGrain = (Int128)limit.Amount * limit.Grain.Ticks;
    private readonly Int128 _perUnit = limit.Window.Ticks;

    /// <summary>What all grains before this one have got.</summary>
    public Int128 Before(Int128 grain) => grain * _perGrain / _perUnit;

    /// <summary>What this grain gets; nothing, where the limit gives less than one unit to each.</summary>
    public Int128 Of(Int128 grain) => Before(grain + 1) - Before(grain);

    /// <summary>The first grain before which so many units have been got.</summary>
    public Int128 FirstAfter(Int128 units) => ((units * _perUnit) + _perGrain - 1) / _perGrain;

    /// <summary>The first grain that gets anything, from this one on.</summary>
    public Int128 FirstThatGets(Int128 grain) => FirstAfter(Before(grain) + 1) - 1;
}
