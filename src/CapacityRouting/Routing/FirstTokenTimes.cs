using CapacityRouting.Atomics;
using CapacityRouting.Estimation;
using CapacityRouting.Time;

namespace CapacityRouting.Routing;

/// <summary>
/// Learns the times of a route to its first content, and derives the timeout: twice the 95th percentile, at least a second and
/// at most a minute.
/// </summary>
internal sealed class FirstTokenTimes(Clock clock)
{
    /// <summary>The number of first contents before anything is learned. Until then the timeout stays as it is, initially a minute.</summary>
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

    /// <summary>The timeout of the next first content, in ticks. Read without a lock.</summary>
    public long Timeout => Atomic.VolatileRead(in _timeout);

    /// <summary>The upper bound of the timeout.</summary>
    public long Longest => _longest;

    /// <summary>Notes a first content that came after so many ticks.</summary>
    public void Observe(long ticks)
    {
        lock (_gate)
        {
            _lateInARow = 0;
            Learn(ticks);
        }
    }

    /// <summary>
    /// Notes a stream that timed out: it would have taken at least so many ticks. A single one is a long sample among others. Two in a row mean
    /// that the route has become slower, and the learned times no longer hold. Then each timeout that is still too short is doubled, and
    /// reaches a minute after at most seven in a row.
    /// </summary>
    public void TimedOut(long ticks)
    {
        lock (_gate)
        {
            // A stream that had less time than the present timeout adds no information.
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
    /// Collects the first samples. The nudged quantile falls by half a percent at a time, and would need hundreds of streams to come down from a minute. So the first samples set its start. By
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

    // Both are at most a minute, so the doubled value does not overflow.
    private void Expect(long ticks) => Atomic.VolatileWrite(ref _timeout, Math.Clamp(Patience * Math.Min(ticks, _longest), _shortest, _longest));
}
