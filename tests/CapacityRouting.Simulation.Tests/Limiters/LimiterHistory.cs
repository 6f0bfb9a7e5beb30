using CapacityRouting.Simulation.Limiters;

namespace CapacityRouting.Simulation.Tests.Limiters;

/// <summary>A limiter of any size, and what happens to it: all drawn from a seed, and fond of edges.</summary>
internal sealed class LimiterHistory
{
    private static readonly CapacityDimension[] Dimensions = [CapacityDimension.TokensPerMinute, CapacityDimension.TokensPerHour, CapacityDimension.TokensPerDay];
    private static readonly long[] Amounts = [1, 2, 7, 30, 60, 100, 601, 20_000, 1_000_000];
    private static readonly double?[] BurstSeconds = [null, null, 0, 1, 7.7, 60];
    private static readonly double[] GrainSeconds = [1, 1, 10, 0.3, 7, 60];

    private readonly Random _random;

    public LimiterHistory(LimiterShape shape, int seed)
    {
        _random = new Random(seed);
        Limit = new ProviderLimit(AnyOf(Dimensions), AnyOf(Amounts), shape)
        {
            Burst = AnyOf(BurstSeconds) is double seconds ? TimeSpan.FromSeconds(seconds) : null,
            Grain = TimeSpan.FromSeconds(AnyOf(GrainSeconds)),
        };
        Limiter = Simulation.Limiters.Limiter.For(Limit);
    }

    public ProviderLimit Limit { get; }

    public ILimiter Limiter { get; }

    public TimeSpan Now { get; private set; }

    /// <summary>Runs a check on many histories; what fails can be run again by its seed.</summary>
    public static void ForEach(LimiterShape shape, Action<LimiterHistory> check)
    {
        for (int seed = 0; seed < 400; seed++)
            check(new LimiterHistory(shape, seed));
    }

    /// <summary>Units that may be few, about what there is, or more than there can be.</summary>
    public long AnyUnits() => _random.Next(6) switch
    {
        0 => 0,
        1 => _random.NextInt64(1, 10),
        2 => _random.NextInt64(1, Limit.Amount + 2),
        3 => Math.Max(1, Limiter.Read(Now).Remaining) + _random.Next(2),
        _ => 1,
    };

    /// <summary>A moment from now until the given one, which is not now.</summary>
    public TimeSpan AnyBefore(TimeSpan end) => Now + new TimeSpan(_random.NextInt64((end - Now).Ticks));

    /// <summary>No time, a tick, some time, or as long as something takes to fit: there or a tick off.</summary>
    public void PassTime()
    {
        long ticks = _random.Next(7) switch
        {
            0 or 1 => 0,
            2 => 1,
            3 => _random.NextInt64(Limit.Grain.Ticks * 3),
            4 => _random.NextInt64(Limit.Window.Ticks * 3 / 2),
            5 => _random.NextInt64((Limit.Window.Ticks * 3 / Limit.Amount) + 1),
            _ => (Limiter.Until(AnyUnits(), Now) ?? TimeSpan.Zero).Ticks + _random.Next(-1, 2),
        };
        Now += new TimeSpan(Math.Max(0, ticks));
    }

    /// <summary>Takes what fits, what does not, or gives back.</summary>
    public void TakeAnything() => TakeAnything(Limiter);

    /// <summary>The same for several limiters, which are then told the same.</summary>
    public void TakeAnything(params ILimiter[] limiters)
    {
        long units = AnyUnits();
        int choice = _random.Next(8);
        if (choice == 0)
            units = -units;
        else if (choice > 2 && !Limiter.Fits(units, Now))
            return;
        foreach (ILimiter limiter in limiters)
            limiter.Take(units, Now);
    }

    /// <summary>Many steps of both.</summary>
    public LimiterHistory Pass()
    {
        for (int step = _random.Next(40); step > 0; step--)
        {
            PassTime();
            TakeAnything();
        }

        return this;
    }

    private T AnyOf<T>(T[] values) => values[_random.Next(values.Length)];
}
