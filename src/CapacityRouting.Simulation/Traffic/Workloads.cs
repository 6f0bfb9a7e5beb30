using CapacityRouting.Simulation.Traffic;

namespace CapacityRouting.Simulation;

/// <summary>Makes workloads that follow from a seed, and new ones of those that there are.</summary>
/// <remarks>
/// Thread-safe. The same arguments give the same calls on every machine. Arrivals and tokens are drawn apart: with the same seed, another mix leaves
/// the times as they are. Rates are calls per second, at most 1,000,000; no duration is longer than a hundred years. An argument out of its range is
/// an <see cref="ArgumentOutOfRangeException"/>.
/// </remarks>
public static partial class Workloads
{
    private const int TimeStream = 1;
    private const int TokenStream = 2;
    private const int JitterStream = 3;

    /// <summary>Calls that know nothing of each other (a Poisson process).</summary>
    /// <param name="ratePerSecond">How many arrive in a second, on average.</param>
    /// <param name="duration">How long they keep coming.</param>
    /// <param name="mix">What they ask for.</param>
    /// <param name="seed">Which of all such workloads it is.</param>
    public static Workload Steady(double ratePerSecond, TimeSpan duration, TokenMix mix, int seed)
    {
        Require.Rate(ratePerSecond);
        Require.Length(duration);
        return Make("steady", duration, mix, seed, draw => Arrivals.Steady(ratePerSecond, duration, draw));
    }

    /// <summary>Calls that come in bursts, or more regularly than by chance: the gaps between them have a gamma distribution.</summary>
    /// <param name="ratePerSecond">How many arrive in a second, on average; bursts or not, exactly so in expectation.</param>
    /// <param name="coefficientOfVariation">The gaps' standard deviation over their mean, above 0 and at most 100: 1 is <see cref="Steady"/>, more is bursty, less is regular.</param>
    /// <param name="duration">How long they keep coming.</param>
    /// <param name="mix">What they ask for.</param>
    /// <param name="seed">Which of all such workloads it is.</param>
    public static Workload Bursty(double ratePerSecond, double coefficientOfVariation, TimeSpan duration, TokenMix mix, int seed)
    {
        Require.Rate(ratePerSecond);
        Require.Spread(coefficientOfVariation);
        Require.Length(duration);
        return Make("bursty", duration, mix, seed, draw => Arrivals.Bursty(ratePerSecond, coefficientOfVariation, duration, draw));
    }

    /// <summary>Days and nights: the rate swings as a sine, lowest at the start.</summary>
    /// <param name="lowRate">The rate at the start and after each whole period. May be 0.</param>
    /// <param name="highRate">The rate in the middle of each period; at least <paramref name="lowRate"/>, above 0.</param>
    /// <param name="period">How long a day is.</param>
    /// <param name="duration">How long they keep coming.</param>
    /// <param name="mix">What they ask for.</param>
    /// <param name="seed">Which of all such workloads it is.</param>
    public static Workload Diurnal(double lowRate, double highRate, TimeSpan period, TimeSpan duration, TokenMix mix, int seed)
    {
        Require.RateOrNone(lowRate);
        Require.Rate(highRate);
        if (highRate < lowRate)
            throw Require.Wrong(nameof(highRate), highRate, $"must be at least the low rate {lowRate}");
        Require.Length(period);
        Require.Length(duration);
        double RateAt(TimeSpan at) => lowRate + ((highRate - lowRate) * (1 - Math.Cos(2 * Math.PI * (at / period))) / 2);
        return Make("diurnal", duration, mix, seed, draw => Arrivals.Thinned(RateAt, highRate, duration, draw));
    }

    /// <summary>A rate that grows, or falls, in a straight line.</summary>
    /// <param name="fromRate">The rate at the start. May be 0.</param>
    /// <param name="toRate">The rate at the end. May be 0 if the other is not.</param>
    /// <param name="duration">How long they keep coming.</param>
    /// <param name="mix">What they ask for.</param>
    /// <param name="seed">Which of all such workloads it is.</param>
    public static Workload Ramp(double fromRate, double toRate, TimeSpan duration, TokenMix mix, int seed)
    {
        Require.RateOrNone(fromRate);
        Require.RateOrNone(toRate);
        double highest = Require.Rate(Math.Max(fromRate, toRate), nameof(toRate));
        Require.Length(duration);
        double RateAt(TimeSpan at) => fromRate + ((toRate - fromRate) * (at / duration));
        return Make("ramp", duration, mix, seed, draw => Arrivals.Thinned(RateAt, highest, duration, draw));
    }

    /// <summary>A number of calls within a moment, evenly at random, as when all clients come back at once.</summary>
    /// <param name="calls">How many: at least 1.</param>
    /// <param name="within">How long the moment is; zero for all at the same time.</param>
    /// <param name="mix">What they ask for.</param>
    /// <param name="seed">Which of all such workloads it is.</param>
    public static Workload Stampede(int calls, TimeSpan within, TokenMix mix, int seed)
    {
        Require.AtLeastOne(calls);
        Require.LengthOrNone(within);
        return Make("stampede", within, mix, seed, draw => Arrivals.Scattered(calls, within, draw));
    }

    private static Workload Make(string name, TimeSpan duration, TokenMix mix, int seed, Func<Distributions, IEnumerable<TimeSpan>> arrivals)
    {
        TokenDraw tokens = new(mix, new Distributions(new Chance(seed, TokenStream)));
        IEnumerable<TimeSpan> times = arrivals(new Distributions(new Chance(seed, TimeStream)));
        return NotEmpty(name, [.. times.Select(tokens.Call)], duration);
    }

    private static Workload NotEmpty(string name, SimulatedCall[] calls, TimeSpan duration) =>
        calls.Length > 0 ? new Workload(name, calls) : throw Require.Wrong(nameof(duration), duration, $"must be long enough for at least one call");
}
