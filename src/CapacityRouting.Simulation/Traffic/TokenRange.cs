using CapacityRouting.Simulation.Traffic;

namespace CapacityRouting.Simulation;

/// <summary>A distribution of token counts. It is lognormal, as real ones roughly are, with many short ones and a few very long.</summary>
/// <remarks>Immutable, and so safe to share.</remarks>
/// <param name="Mean">Their mean, before the bounds: 1 or more.</param>
/// <param name="Cv">Their coefficient of variation, the standard deviation over the mean, before the bounds: 0 (all alike) to 100.</param>
/// <exception cref="ArgumentOutOfRangeException">One of them is out of its range.</exception>
public sealed record TokenRange(double Mean, double Cv)
{
    /// <summary>Their mean, before the bounds: 1 or more.</summary>
    public double Mean { get; init => field = Require.Tokens(value, nameof(Mean)); } = Require.Tokens(Mean, nameof(Mean));

    /// <summary>Their coefficient of variation, the standard deviation over the mean, before the bounds: 0 (all alike) to 100.</summary>
    public double Cv { get; init => field = Require.SpreadOrNone(value, nameof(Cv)); } = Require.SpreadOrNone(Cv, nameof(Cv));

    /// <summary>The fewest; what is drawn below becomes this. Default: 1, which is also the least.</summary>
    public int Min { get; init => field = Require.AtLeastOne(value, nameof(Min)); } = 1;

    /// <summary>The most; what is drawn above becomes this. Not below <see cref="Min"/>. Default: no bound.</summary>
    public int? Max { get; init => field = value is int most ? Require.AtLeastOne(most, nameof(Max)) : null; }
}
