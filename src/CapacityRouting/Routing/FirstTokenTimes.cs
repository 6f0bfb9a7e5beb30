using CapacityRouting.Atomics;
using CapacityRouting.Estimation;
using CapacityRouting.Time;

namespace CapacityRouting.Routing;

/// <summary>
/// Learns how long a route takes to its first content, and from that how long to wait for one: twice the 95th percentile, at least a second and
/// at most a minute.
/// </summary>
internal sealed class FirstTokenTimes(Clock clock)
{
    /// <summary>How many first contents it takes to begin with: until then the timeout stays as it is, at first a minute.</summary>
    public const int Enough = 20;

    private const double Percentile = 0.95;
    private const int Patience = 2;

    private readonly object _gate = new();
    private readonly long _shortest = clock.ToTicks(TimeSpan.FromSeconds(1));
    private readonly long _longest = clock.ToTicks(TimeSpan.FromMinutes(1));
    private long _timeout = clock.ToTicks(TimeSpan.FromMinutes(1));
    private LearnedQuantile? _learned;
    private long _longestSeen;
    private long _secondLongest;
    private int _seen;
    private int _lateInARow;

    /// <summary>How long to wait for the next first content, in ticks. Read without a lock.</summary>
    public long Timeout => Atomic.VolatileRead(in _timeout);

    /// <summary>The longest that it ever is.</summary>
    public long Longest => _longest;

    /// <summary>A stream's first content came after so many ticks.</summary>
    public void Observe(long ticks)
    {
        lock (_gate)
        {
            _lateInARow = 0;
            Learn(ticks);
        }
    }

    /// <summary>
    /// A stream was given up after so many ticks: it would have taken that long at least. One alone is a long time among others; two in a row mean
    /// that the route has become slower, and what was learned of it no longer holds. Then each one that was still too short doubles the timeout, which
    /// is at a minute after seven in a row at most.
    /// </summary>
    public void TimedOut(long ticks)
    {
        lock (_gate)
        {
            // Given less time than streams are given now: that teaches nothing new.
            if (ticks < Timeout)
                return;
            if (++_lateInARow == 1)
                Learn(ticks);
            else
                BeginAnew(ticks);
        }
    }

    private void Learn(long ticks)
    {
        long time = Math.Clamp(ticks, 1, _longest);
        if (_learned is { } learned)
            learned.Observe(time);
        else if (!HasEnoughWith(time))
            return;
        Expect((_learned ??= new(Percentile, _secondLongest)).Value);
    }

    /// <summary>
    /// A quantile that is nudged comes down by half a percent at a time: from a minute that would take hundreds of streams. So the first ones begin it. By the
    /// nearest rank the 95th percentile of twenty is the nineteenth, which one slow first call does not disturb.
    /// </summary>
    private bool HasEnoughWith(long time)
    {
        _secondLongest = Math.Max(_secondLongest, Math.Min(_longestSeen, time));
        _longestSeen = Math.Max(_longestSeen, time);
        return ++_seen >= Enough;
    }

    private void BeginAnew(long expected)
    {
        _learned = null;
        _longestSeen = 0;
        _secondLongest = 0;
        _seen = 0;
        Expect(expected);
    }

    // Both are a minute at most, so twice one fits.
    private void Expect(long ticks) => Atomic.VolatileWrite(ref _timeout, Math.Clamp(Patience * Math.Min(ticks, _longest), _shortest, _longest));
}
