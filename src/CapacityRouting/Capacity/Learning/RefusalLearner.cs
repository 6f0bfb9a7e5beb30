using CapacityRouting.Abstractions;
using CapacityRouting.Atomics;
using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Time;

namespace CapacityRouting.Capacity.Learning;

/// <summary>
/// Learns from the refusals of a quota. A refusal with figures gives the level. Refusals that the believed limits do not explain are evidence for a <see cref="LimitHypothesis"/>.
/// Where no limits are known, a refusal narrows the concurrency as well.
/// </summary>
internal sealed class RefusalLearner(QuotaWords words, QuotaLimits limits, ConcurrencyLimiter slots, Clock clock)
{
    private const long Never = -Clock.Never;

    // While responses state what is left, a refusal is caused by other traffic, and the next response corrects the level.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    // A stated figure lapses as every named limit does; the count at a refusal may have been another client's doing.
    private static readonly TimeSpan StatedFor = TimeSpan.FromHours(1);
    private static readonly TimeSpan GuessedFor = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();
    private readonly LimitHypothesis?[] _hypotheses = new LimitHypothesis?[QuotaWords.Dimensions];
    private readonly Crowding _crowding = new();
    private readonly long _fresh = clock.ToTicks(Fresh);
    private long _toldAt = Never;
    private long _narrowedAt = Never;

    /// <summary>The units that calls have used since refusals began to contradict a limit.</summary>
    public UsedUnits Used { get; } = new();

    /// <summary>Notes responses that state what is left.</summary>
    public void Told(ReadOnlySpan<LimitReading> readings, long now)
    {
        foreach (ref readonly LimitReading reading in readings)
            if (reading is { Remaining: not null, IsWhole: true } && !limits.IsDoubtful(reading))
                Atomic.VolatileWrite(ref _toldAt, now);
    }

    /// <summary>Notes a refusal for lack of capacity. Assumed bursts end, and where nothing is limited the concurrency narrows.</summary>
    public void Doubt(Refusal refusal, long now)
    {
        limits.Distrust(now);
        if (limits.InForce.Length == 0 && refusal.Concurrency is null)
            Narrow(refusal, now);
    }

    /// <summary>Learns from a refusal.</summary>
    public void Learn(Refusal refusal, long now)
    {
        if (refusal is { Concurrency: { } figure, Dimension: null })
            Learn(figure, now);
        else if (MetBy(refusal, now) is { } limit)
            Learn(refusal, limit, now);
        else if (limits.InForce.Length == 0 || refusal.Dimension is { } named && IsOfAMinute(named))
            Contradicted(refusal, refusal.Dimension ?? CapacityDimension.RequestsPerMinute, now);
    }

    /// <summary>Learns a limit of calls under way. Without a figure, three dense refusals are needed, and the most calls that were under way beside one of them count.</summary>
    private void Learn(ConcurrencyFigure figure, long now)
    {
        if (figure.Limit is { } stated)
        {
            slots.Learn(stated, now + clock.ToTicks(StatedFor), isGuess: false);
            return;
        }

        lock (_gate)
        {
            Used.CountUntil(now + clock.ToTicks(GuessedFor));
            if (_crowding.Add(slots.InFlight, Used.Of(UnitKind.Requests), now - clock.ToTicks(GuessedFor), now) is { } guess)
                slots.Learn(guess, now + clock.ToTicks(GuessedFor), isGuess: true);
        }
    }

    private void Learn(Refusal refusal, RateLimit limit, long now)
    {
        double level = words.BucketOf(limit).Level(now);
        bool isWithinAUnit = level - refusal.LevelOf(limit) < 1;
        bool isContradiction = refusal.Remaining is null ? level >= limit.CountOf(refusal.Asked) : !isWithinAUnit;
        bool isTold = now - Atomic.VolatileRead(in _toldAt) <= _fresh;
        Credence credence = isContradiction && !isTold ? Contradicted(refusal, limit.Dimension, now) : Credence.None;

        // Within a unit nothing but the phase of the two buckets differs.
        if (refusal.Remaining is not null || (isWithinAUnit && !isTold))
            credence = Credence.Full;
        if (credence != Credence.None && (refusal.Remaining ?? refusal.Wait) is not null)
            Lower(refusal, limit.Dimension, credence, now);
    }

    private Credence Contradicted(Refusal refusal, CapacityDimension dimension, long now)
    {
        lock (_gate)
            return (_hypotheses[(int)dimension] ??= new(dimension, limits, Used, clock)).Contradicted(refusal, now);
    }

    /// <summary>
    /// Lowers the level by the new estimate of the limit: the statement is a time, and the wait must be as long. In a window the missing units count for all of it,
    /// so only a stated figure lowers it.
    /// </summary>
    private void Lower(Refusal refusal, CapacityDimension dimension, Credence credence, long now)
    {
        if (RateLimit.Find(limits.InForce, dimension) is not { } limit || (limit.Window is not null && refusal.Remaining is null))
            return;
        double left = refusal.LevelOf(limit);
        if (credence == Credence.Partial)
            left = Math.Max(left, words.BucketOf(limit).Level(now) - (2 * limit.CountOf(refusal.Asked)));
        limits.Lower(limit, (long)Math.Floor(left), now);
    }

    /// <summary>Narrows the concurrency, once for all the calls that were under way together.</summary>
    private void Narrow(Refusal refusal, long now)
    {
        long last = Atomic.VolatileRead(in _narrowedAt);
        if (refusal.StartedAt >= last && Atomic.CompareAndSwap(ref _narrowedAt, last, now))
            slots.SlowStart.Narrow(slots.InFlight, now);
    }

    /// <summary>The limit that a refusal met: the limit that it names, else the emptiest per-minute limit. Null where it names one that is not known, or none is.</summary>
    private RateLimit? MetBy(Refusal refusal, long now)
    {
        RateLimit? met = null;
        double least = double.PositiveInfinity;
        foreach (RateLimit limit in limits.InForce)
        {
            if (limit.IsAllowance || (refusal.Dimension is { } named && limit.Dimension != named))
                continue;
            double share = words.BucketOf(limit).Level(now) / limit.Burst;
            if (share < least)
                (met, least) = (limit, share);
        }

        return met;
    }

    private static bool IsOfAMinute(CapacityDimension dimension) => dimension < CapacityDimension.RequestsPerHour;
}
