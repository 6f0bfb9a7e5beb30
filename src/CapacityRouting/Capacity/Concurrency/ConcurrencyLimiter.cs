using CapacityRouting.Atomics;
using CapacityRouting.Health;
using CapacityRouting.Time;

namespace CapacityRouting.Capacity.Concurrency;

/// <summary>
/// The concurrency limiter of a quota: a count of the calls under way, and the watchers of its releases. Entering and leaving are one atomic operation each.
/// Watchers exist only while a request waits.
/// </summary>
/// <param name="words">The words with the count.</param>
/// <param name="index">The index of the count in them.</param>
/// <param name="slowStart">The slow start, which limits the calls while the true limit is unknown.</param>
internal sealed class ConcurrencyLimiter(AlignedWords words, int index, SlowStart slowStart)
{
    public const int Unlimited = int.MaxValue;

    private readonly object _gate = new();
    private ISlotWatcher[] _watchers = [];
    private int _limit = Unlimited;
    private int _configured = Unlimited;
    private int _learned = Unlimited;
    private long _learnedUntil = Clock.Never;
    private int _isGuess;

    public int InFlight => (int)Atomic.VolatileRead(in words[index]);

    /// <summary>The limit in force: that of the settings, or a lower one that refusals stated.</summary>
    public int Limit => Atomic.VolatileRead(in _limit);

    /// <summary>The limit of the settings.</summary>
    public int Configured => Atomic.VolatileRead(in _configured);

    /// <summary>The limit that refusals taught; <see cref="Unlimited"/> while none did.</summary>
    public int Learned => Atomic.VolatileRead(in _learned);

    /// <summary>Whether the learned limit is a guess: refusals stated no figure.</summary>
    public bool IsGuess => Atomic.VolatileRead(in _isGuess) != 0;

    /// <summary>When a learned limit lapses that alone holds calls up; <see cref="Clock.Never"/> without one.</summary>
    public long LapsesAt => InFlight < Configured ? Atomic.VolatileRead(in _learnedUntil) : Clock.Never;

    public SlowStart SlowStart => slowStart;

    private HoldTimes HoldTimes { get; } = new();

    /// <summary>Whether only the slow start holds calls up.</summary>
    public bool IsSlowStarting => InFlight < Limit && InFlight >= slowStart.Width;

    public bool IsFull => IsFullFor(pastAdvice: false);

    /// <summary>Changes the limit of the settings, which ends what was learned beside another one. The caller must then call <see cref="NotifyReleased"/>, outside its locks.</summary>
    public void ChangeLimit(int limit)
    {
        lock (_gate)
            Put(limit, limit == Configured ? Learned : Unlimited, _learnedUntil, IsGuess);
    }

    /// <summary>Learns a limit from refusals. It only lowers what is in force, until it lapses. A guess replaces no stated figure.</summary>
    public void Learn(int limit, long until, bool isGuess)
    {
        lock (_gate)
            if (limit <= Limit && !(isGuess && Learned != Unlimited && !IsGuess))
                Put(Configured, limit, until, isGuess);
    }

    /// <summary>Drops a learned limit that has lapsed.</summary>
    /// <returns>Whether one was dropped.</returns>
    public bool Lapse(long now)
    {
        if (Atomic.VolatileRead(in _learnedUntil) > now)
            return false;
        lock (_gate)
        {
            // A new limit may have been learned meanwhile.
            if (Atomic.VolatileRead(in _learnedUntil) <= now)
                Put(Configured, Unlimited, Clock.Never, isGuess: false);
        }

        return true;
    }

    private void Put(int configured, int learned, long until, bool isGuess)
    {
        Atomic.VolatileWrite(ref _isGuess, isGuess ? 1 : 0);
        Atomic.VolatileWrite(ref _configured, configured);
        Atomic.VolatileWrite(ref _learned, learned);
        Atomic.VolatileWrite(ref _learnedUntil, learned == Unlimited ? Clock.Never : until);
        Atomic.VolatileWrite(ref _limit, Math.Min(configured, learned));
    }

    /// <summary>As <see cref="IsFull"/>, for a call that passes a slow start that is only advice.</summary>
    public bool IsFullFor(bool pastAdvice) => InFlight >= WidthFor(pastAdvice);

    /// <summary>Takes a slot, unless all are taken.</summary>
    public bool TryEnter(bool pastAdvice)
    {
        int width = WidthFor(pastAdvice);
        while (true)
        {
            // Invariant: the count rises only from below the limit.
            long seen = Atomic.VolatileRead(in words[index]);
            if (seen >= width)
                return false;
            if (Atomic.CompareAndSwap(ref words[index], seen, seen + 1))
                return true;
        }
    }

    /// <summary>Notes the start of a call that has entered, where the settings limit concurrency.</summary>
    public void Began(long now)
    {
        if (Limit != Unlimited)
            HoldTimes.Began(now);
    }

    /// <summary>Notes the duration of a call that is about to leave, in ticks since it was sent.</summary>
    public void Ended(long ticks)
    {
        if (Limit != Unlimited)
            HoldTimes.Ended(ticks);
    }

    /// <summary>When a slot will be free after the calls ahead: now, when the slow start widens, or an estimate. <see cref="Clock.Never"/> from now means unknown.</summary>
    /// <param name="callsAhead">The number of calls that take a slot before.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    public long FreeAt(long callsAhead, long now)
    {
        int underWay = InFlight;
        long needed = underWay + callsAhead + 1;
        if (needed <= WidthFor(pastAdvice: false))
            return now;
        if (needed <= Limit)
            return Math.Max(slowStart.WidensAt, now + 1);
        long end = HoldTimes.EndOf(needed - Limit, underWay, now);
        return LapsesAt is var lapse && lapse < Clock.Never ? Math.Min(end, Math.Max(lapse, now + 1)) : end;
    }

    private int WidthFor(bool pastAdvice) => pastAdvice && slowStart.IsAdvice ? Limit : Math.Min(Limit, slowStart.Width);

    public void Leave()
    {
        // The atomic decrement is a full fence, which the notification needs: see Watch.
        Atomic.Add(ref words[index], -1);
        TellWatchers();
    }

    /// <summary>Notes a success, which may widen the slow start.</summary>
    public void Succeeded()
    {
        if (slowStart.Width == SlowStart.Off)
            return;
        slowStart.Succeeded();
        NotifyReleased();
    }

    /// <summary>Registers a watcher of every release. The watcher must look for room once more afterwards: a call may have left before.</summary>
    public void Watch(ISlotWatcher watcher)
    {
        // Invariant (Dekker): a watcher registers, then looks for room; a release makes room, then looks for watchers. Full fences between the steps: one sees the other.
        lock (_gate)
            Atomic.Exchange(ref _watchers, [.. _watchers, watcher]);
    }

    public void Unwatch(ISlotWatcher watcher)
    {
        lock (_gate)
            Atomic.VolatileWrite(ref _watchers, [.. _watchers.Where(each => each != watcher)]);
    }

    /// <summary>Notifies the watchers of what was opened before this call. Not to be called under a lock: watchers take locks of their own.</summary>
    public void NotifyReleased()
    {
        Atomic.Fence();
        TellWatchers();
    }

    private void TellWatchers()
    {
        foreach (ISlotWatcher watcher in Atomic.VolatileRead(in _watchers))
            TellOne(watcher);
    }

    /// <summary>Notifies one watcher. Watchers report their own exceptions; one that throws all the same stops neither the other watchers nor the release of the parent's slot.</summary>
    private static void TellOne(ISlotWatcher watcher)
    {
        try
        {
            watcher.OnReleased();
        }
        catch (Exception)
        {
            // The next release notifies this watcher again.
        }
    }
}

/// <summary>A watcher of a quota: it is notified when a call has left, which may have released a slot or given units back.</summary>
internal interface ISlotWatcher
{
    /// <summary>Called after the release, outside of any lock, on the releasing thread.</summary>
    void OnReleased();
}
