using CapacityRouting.Capacity.Limits;
using CapacityRouting.Time;

namespace CapacityRouting.Capacity.Buckets;

/// <summary>One limit of a quota: so many units in a window, of which a burst may be spent at once. Immutable.</summary>
internal sealed class RateLimit
{
    // A window slot has no room for more, and no provider lets so much through.
    private const long MostInWindows = WindowSlot.Most / 4;

    private readonly UnitKind _counted;

    // A debt of ten minutes' use is more than calls under way together leave behind. Of a longer limit it is once the limit.
    private const long DeepestDebt = 10;

    private readonly long _windowTicks;

    private RateLimit(CapacityDimension dimension, LimitTerms terms, long limit, long windowTicks, long burst, CalendarWindow? calendar = null, WindowCounter? window = null)
    {
        Calendar = calendar;
        Dimension = dimension;
        Terms = terms;
        _counted = KindOf(dimension);
        Limit = limit;
        Burst = burst;
        Window = window;
        _windowTicks = windowTicks;
        ToleranceTicks = CostOf(burst);
    }

    public CapacityDimension Dimension { get; }

    public long Limit { get; }

    /// <summary>The units that a full bucket holds, or the share of a window.</summary>
    public long Burst { get; }

    /// <summary>The ticks in which an empty bucket fills.</summary>
    public long ToleranceTicks { get; }

    /// <summary>The ticks that the whole limit stands for. For a calendar limit they are a scale, not a time.</summary>
    public long WindowTicks => _windowTicks;

    /// <summary>The recent takes, where the provider counts in windows; null where a bucket mirrors it.</summary>
    public WindowCounter? Window { get; }

    /// <summary>The days or months of a calendar limit; null for one that refills continuously.</summary>
    public CalendarWindow? Calendar { get; }

    /// <summary>What a store has noted ahead, of a limit whose use is kept over a restart; null for a shorter one.</summary>
    public Reservation? Reservation { get; private set; }

    /// <summary>The terms that it follows from.</summary>
    public LimitTerms Terms { get; }

    public LimitSource Source => Terms.Source;

    /// <summary>Whether its use is kept over a restart.</summary>
    public bool IsKept => Dimension >= CapacityDimension.RequestsPerDay;

    /// <summary>Whether the limit is longer than a minute, and may be spent at any pace.</summary>
    public bool IsAllowance => Dimension >= CapacityDimension.RequestsPerHour;

    /// <summary>The limit that follows from the terms; null when the terms have none.</summary>
    /// <param name="dimension">The limited dimension.</param>
    /// <param name="terms">The terms.</param>
    /// <param name="held">The bursts, and the resets of long limits.</param>
    /// <param name="clock">The clock of all calls.</param>
    /// <param name="before">The limit that it replaces: takes in a window stay counted, whatever the limit.</param>
    public static RateLimit? Of(CapacityDimension dimension, LimitTerms terms, BurstDefaults held, Clock clock, RateLimit? before = null) =>
        Counted(dimension, terms, held, clock, before)?.Reserved(before);

    private static RateLimit? Counted(CapacityDimension dimension, LimitTerms terms, BurstDefaults held, Clock clock, RateLimit? before) =>
        terms.InForce is not { } limit ? null
        : held.Resets.CalendarOf(dimension, clock) is { } calendar ? new(dimension, terms, limit, calendar.ScaleOf(limit), burst: limit, calendar)
        : WindowOf(dimension, clock) is { } allowance ? new(dimension, terms, limit, allowance, held.Resets.BurstOf(dimension, limit))
        : new(dimension, terms, limit, clock.TicksPerMinute, BurstOf(limit, held.Of(dimension, terms)), calendar: null, CounterOf(limit, held, clock.ToTicks(held.Of(dimension)), before?.Window));

    public static RateLimit? Find(RateLimit[] limits, CapacityDimension dimension)
    {
        foreach (RateLimit limit in limits)
            if (limit.Dimension == dimension)
                return limit;
        return null;
    }

    /// <summary>Whether the dimension counts tokens, of either kind.</summary>
    public static bool CountsTokens(CapacityDimension dimension) => KindOf(dimension) is UnitKind.InputTokens or UnitKind.OutputTokens or UnitKind.Tokens;

    public bool CountsMoney => _counted == UnitKind.Money;

    /// <summary>Whether ticks and units mean the same to both limits, which are of the same dimension.</summary>
    public bool IsLike(RateLimit other) => Limit == other.Limit && Burst == other.Burst && Window == other.Window && Calendar == other.Calendar;

    /// <summary>Whether both limits count in the same window, so that its total means the same to both.</summary>
    public bool SharesWindow(RateLimit other) => Window is not null && Window == other.Window;

    /// <summary>The level after another limit: the same level, or, where nothing flows back, the level after the same use. A raised budget is there to be spent.</summary>
    public double LevelAfter(RateLimit before, double level) => Calendar is null || before.Calendar is null ? level : level + Burst - before.Burst;

    /// <summary>The time from which an arrival time counts: the given time, or the start of its period.</summary>
    public long From(long at) => Calendar is null ? at : Calendar.StartOf(at);

    /// <summary>What an untouched bucket could give at a time, in ticks: all it holds, or what is released by then.</summary>
    public long ReleasedTicks(long at) => Calendar is null ? ToleranceTicks : Calendar.ReleasedTicks(at, ToleranceTicks);

    /// <summary>The lowest level, in units: no reports of use, however absurd, shut a limit for longer than its debt flows back.</summary>
    public long LowestLevel => -Limit * (IsAllowance ? 1 : DeepestDebt);

    /// <summary>The latest arrival time: that of the lowest level, or so deep that it ends well within its period.</summary>
    public long DeepestFrom(long arrival, long now) => Calendar is null ? now + ToleranceTicks + (WindowTicks * (IsAllowance ? 1 : DeepestDebt)) : Calendar.StartOf(arrival) + (2 * ToleranceTicks);

    /// <summary>
    /// Whether the bucket is a copy of the provider's own, which the reading describes: as large, and refilling as fast. An allowance
    /// is a copy however the provider's refills: one that resets at midnight is full then, and so is this bucket.
    /// </summary>
    public bool Mirrors(in LimitReading reading) =>
        (reading.IsWhole || IsAllowance || Terms.IsShownWhole) && (reading.Limit ?? Terms.Stated) == Limit && Burst == Limit;

    /// <summary>The units of a call that count in this dimension.</summary>
    public long CountOf(in CapacityUnits units) => units.Of(_counted);

    /// <summary>
    /// The ticks in which so many units flow back, rounded up so that rounding never admits more. The whole amount is divided at
    /// once: a rounded constant per token would drift.
    /// </summary>
    public long CostOf(long units)
    {
        long high = Math.BigMul(units, _windowTicks, out long low);
        if (high == 0 && low >= 0)
            return (long)(((ulong)low + (ulong)Limit - 1) / (ulong)Limit);
        Int128 cost = (((Int128)units * _windowTicks) + Limit - 1) / Limit;
        return (long)Int128.Min(cost, Clock.Never);
    }

    /// <summary>
    /// The ticks in which a share of the burst flows back, in whole units: a fiftieth of ten requests is none. A limit longer than a minute
    /// keeps no reserve, as it would lie idle all day.
    /// </summary>
    public long ReserveTicks(double share) => share == 0 || IsAllowance ? 0 : (long)(Math.Floor(share * Burst) / Burst * ToleranceTicks);

    public double UnitsIn(long ticks) => (double)ticks * Limit / _windowTicks;

    // Where ticks mean other units than before, what was noted counts no more.
    private RateLimit Reserved(RateLimit? before)
    {
        if (IsKept)
            Reservation = before?.IsLike(this) == true ? before.Reservation : new(before?.Reservation);
        return this;
    }

    /// <summary>The kind of units that a limit of the dimension counts.</summary>
    public static UnitKind KindOf(CapacityDimension dimension) => dimension switch
    {
        CapacityDimension.RequestsPerMinute or CapacityDimension.RequestsPerHour or CapacityDimension.RequestsPerDay or CapacityDimension.RequestsPerMonth => UnitKind.Requests,
        CapacityDimension.InputTokensPerMinute => UnitKind.InputTokens,
        CapacityDimension.OutputTokensPerMinute => UnitKind.OutputTokens,
        CapacityDimension.CostPerDay or CapacityDimension.CostPerMonth => UnitKind.Money,
        _ => UnitKind.Tokens,
    };

    // A limit longer than a minute is one allowance, to be spent at any pace.
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
