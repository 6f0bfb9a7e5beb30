using CapacityRouting.Atomics;
using CapacityRouting.Health;
using CapacityRouting.Time;

namespace CapacityRouting.Capacity.Concurrency;

/// <summary>
/// The calls under way, and who watches for one to end. Entering and leaving are one atomic operation each; only while somebody waits is
/// there anybody to tell.
/// </summary>
/// <param name="words">Where the count is kept.</param>
/// <param name="index">At which place.</param>
/// <param name="slowStart">How many may be under way while it is found out how many can be.</param>
internal sealed class ConcurrencyLimiter(AlignedWords words, int index, SlowStart slowStart)
{
    public const int Unlimited = int.MaxValue;

    private readonly object _gate = new();
    private ISlotWatcher[] _watchers = [];
    private int _limit = Unlimited;

    public int InFlight => (int)Atomic.VolatileRead(in words[index]);

    /// <summary>What the settings allow.</summary>
    public int Limit => Atomic.VolatileRead(in _limit);

    public SlowStart SlowStart => slowStart;

    private HoldTimes HoldTimes { get; } = new();

    /// <summary>Whether only the slow start stands in the way.</summary>
    public bool IsSlowStarting => InFlight < Limit && InFlight >= slowStart.Width;

    public bool IsFull => IsFullFor(pastAdvice: false);

    /// <summary>Who changes it tells, once it holds no lock: <see cref="NotifyReleased"/>.</summary>
    public void ChangeLimit(int limit) => Atomic.VolatileWrite(ref _limit, limit);

    /// <summary>As <see cref="IsFull"/>, for a call that goes whatever is only advice.</summary>
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

    /// <summary>A call that entered at that time is under way. It is noted where the settings limit calls.</summary>
    public void Began(long now)
    {
        if (Limit != Unlimited)
            HoldTimes.Began(now);
    }

    /// <summary>A call is about to leave that was sent so many ticks ago.</summary>
    public void Ended(long ticks)
    {
        if (Limit != Unlimited)
            HoldTimes.Ended(ticks);
    }

    /// <summary>When a slot will be free after others have had theirs: now; when slow start widens; an estimate; or, <see cref="Clock.Never"/> from now, nobody knows.</summary>
    /// <param name="callsAhead">How many calls take a slot before.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    public long FreeAt(long callsAhead, long now)
    {
        int underWay = InFlight;
        long needed = underWay + callsAhead + 1;
        if (needed <= WidthFor(pastAdvice: false))
            return now;
        return needed <= Limit ? Math.Max(slowStart.WidensAt, now + 1) : HoldTimes.EndOf(needed - Limit, underWay, now);
    }

    private int WidthFor(bool pastAdvice) => pastAdvice && slowStart.IsAdvice ? Limit : Math.Min(Limit, slowStart.Width);

    public void Leave()
    {
        // A full fence by itself, as Tell needs one.
        Atomic.Add(ref words[index], -1);
        TellWatchers();
    }

    /// <summary>A call was answered well, which may widen the slow start.</summary>
    public void Succeeded()
    {
        if (slowStart.Width == SlowStart.Off)
            return;
        slowStart.Succeeded();
        NotifyReleased();
    }

    /// <summary>From now on the watcher is told of every call that leaves. It looks once more after this: one may have left before.</summary>
    public void Watch(ISlotWatcher watcher)
    {
        // Invariant: a watcher is seen before it looks what is open, and what is opened is seen before Tell looks who watches: one sees the other.
        lock (_gate)
            Atomic.Exchange(ref _watchers, [.. _watchers, watcher]);
    }

    public void Unwatch(ISlotWatcher watcher)
    {
        lock (_gate)
            Atomic.VolatileWrite(ref _watchers, [.. _watchers.Where(each => each != watcher)]);
    }

    /// <summary>Lets those who watch look again, at whatever was opened before this. Not to be called under a lock: they take theirs.</summary>
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

    /// <summary>A watcher tells of its own exceptions; one that throws all the same keeps no word from the others, and no slot of the whole from those who leave.</summary>
    private static void TellOne(ISlotWatcher watcher)
    {
        try
        {
            watcher.OnReleased();
        }
        catch (Exception)
        {
            // It looks again when the next call leaves.
        }
    }
}
