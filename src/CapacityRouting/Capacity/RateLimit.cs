namespace CapacityRouting.Capacity;

/// <summary>One limit of a quota: so many units in a window, of which a burst may be spent at once. Immutable.</summary>
internal sealed class RateLimit
{
    // A slot has no room for more, and no provider lets so much through.
    private const long MostInWindows = WindowSlot.Most / 4;

    // All ones for each kind of unit that counts here, zero for the others: a decision counts a dozen times, and a branch each time would be a fifth of it.
    private readonly CapacityUnits _counted;
    private readonly long _windowTicks;

    private RateLimit(CapacityDimension dimension, LimitTerms terms, long limit, long windowTicks, long burst, WindowCounter? window = null)
    {
        Dimension = dimension;
        Terms = terms;
        _counted = CountedBy(dimension);
        Limit = limit;
        Burst = burst;
        Window = window;
        _windowTicks = windowTicks;
        ToleranceTicks = CostOf(burst);
    }

    public CapacityDimension Dimension { get; }

    public long Limit { get; }

    /// <summary>The units a full bucket holds, or a window's share.</summary>
    public long Burst { get; }

    /// <summary>The time an empty bucket takes to fill.</summary>
    public long ToleranceTicks { get; }

    public long WindowTicks => _windowTicks;

    /// <summary>What was taken of late, where the provider counts in windows; null where a bucket mirrors it.</summary>
    public WindowCounter? Window { get; }

    /// <summary>What it follows from.</summary>
    public LimitTerms Terms { get; }

    public LimitSource Source => Terms.Source;

    /// <summary>Whether it counts longer than a minute, and may be spent at any pace.</summary>
    public bool IsAllowance =>
        Dimension is CapacityDimension.RequestsPerHour or CapacityDimension.TokensPerHour or CapacityDimension.RequestsPerDay or CapacityDimension.TokensPerDay;

    /// <summary>The limit that follows from the terms; null when they have none.</summary>
    /// <param name="dimension">What is limited.</param>
    /// <param name="terms">What it follows from.</param>
    /// <param name="bursts">How much is had at once.</param>
    /// <param name="clock">The time of all calls.</param>
    /// <param name="before">The limit that it replaces: what was taken in a window stays counted, whatever its limit.</param>
    public static RateLimit? Of(CapacityDimension dimension, LimitTerms terms, BurstDefaults bursts, Clock clock, RateLimit? before = null) =>
        terms.InForce is not { } limit ? null
        : WindowOf(dimension, clock) is { } allowance ? new(dimension, terms, limit, allowance, burst: limit)
        : new(dimension, terms, limit, clock.TicksPerMinute, BurstOf(limit, bursts.Of(dimension)), CounterOf(limit, bursts, clock.ToTicks(bursts.Of(dimension)), before?.Window));

    public static RateLimit? Find(RateLimit[] limits, CapacityDimension dimension)
    {
        foreach (RateLimit limit in limits)
            if (limit.Dimension == dimension)
                return limit;
        return null;
    }

    /// <summary>Whether it counts tokens, of either kind.</summary>
    public static bool CountsTokens(CapacityDimension dimension) => CountedBy(dimension).Requests == 0;

    /// <summary>Whether ticks and units mean the same to both, which count the same dimension.</summary>
    public bool IsLike(RateLimit other) => Limit == other.Limit && Burst == other.Burst && Window == other.Window;

    /// <summary>Whether both count in the same window, so that what is counted in it means the same to both.</summary>
    public bool SharesWindow(RateLimit other) => Window is not null && Window == other.Window;

    /// <summary>
    /// Whether the bucket is a copy of the provider's own, of which the reading speaks: as large, and filling as fast. An allowance has no
    /// grain to protect and is a copy however the provider's refills: one that starts anew at midnight is full then, and so is ours.
    /// </summary>
    public bool Mirrors(in LimitReading reading) =>
        (reading.IsWhole || IsAllowance) && (reading.Limit ?? Terms.Stated) == Limit && Burst == Limit;

    /// <summary>What of a call counts in this dimension.</summary>
    public long CountOf(in CapacityUnits units) =>
        (units.Requests & _counted.Requests) + (units.InputTokens & _counted.InputTokens) + (units.OutputTokens & _counted.OutputTokens) + (units.Surcharge & _counted.Surcharge);

    /// <summary>
    /// The time in which so many units flow back, rounded up so that rounding never admits more. It is computed whole for every
    /// amount: a rounded constant per token would drift.
    /// </summary>
    public long CostOf(long units)
    {
        long high = Math.BigMul(units, _windowTicks, out long low);
        if (high == 0 && low >= 0)
            return (long)(((ulong)low + (ulong)Limit - 1) / (ulong)Limit);
        Int128 cost = (((Int128)units * _windowTicks) + Limit - 1) / Limit;
        return (long)Int128.Min(cost, Clock.Never);
    }

    /// <summary>The time in which a share of the burst flows back, in whole units: of ten requests a fiftieth is none.</summary>
    public long ReserveTicks(double share) => share == 0 ? 0 : (long)(Math.Floor(share * Burst) / Burst * ToleranceTicks);

    public double UnitsIn(long ticks) => (double)ticks * Limit / _windowTicks;

    private static CapacityUnits CountedBy(CapacityDimension dimension) => dimension switch
    {
        CapacityDimension.RequestsPerMinute or CapacityDimension.RequestsPerHour or CapacityDimension.RequestsPerDay => new(~0, 0, 0, 0),
        CapacityDimension.InputTokensPerMinute => new(0, ~0, 0, 0),
        CapacityDimension.OutputTokensPerMinute => new(0, 0, ~0, 0),
        _ => new(0, ~0, ~0, ~0),
    };

    // What counts longer than a minute is one allowance, to be spent at any pace.
    private static long? WindowOf(CapacityDimension dimension, Clock clock) => dimension switch
    {
        CapacityDimension.RequestsPerHour or CapacityDimension.TokensPerHour => clock.TicksPerHour,
        CapacityDimension.RequestsPerDay or CapacityDimension.TokensPerDay => clock.TicksPerDay,
        _ => null,
    };

    private static WindowCounter? CounterOf(long limit, BurstDefaults bursts, long windowTicks, WindowCounter? before) =>
        !bursts.AreWindows || limit > MostInWindows ? null
        : before?.WindowTicks == windowTicks ? before
        : new(windowTicks);

    private static long BurstOf(long limit, TimeSpan span) => Math.Max(1, (long)((Int128)limit * span.Ticks / TimeSpan.TicksPerMinute));
}
