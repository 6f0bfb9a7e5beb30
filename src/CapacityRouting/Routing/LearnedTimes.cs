using CapacityRouting.Atomics;
using CapacityRouting.Estimation;
using CapacityRouting.Time;

namespace CapacityRouting.Routing;

/// <summary>
/// Learns times of one sort of a route: to the first content, of a whole response, or between two updates. Two limits follow from them: the time after which an answer is late, and the
/// time after which it may be given up. Times of whole responses are compared by the expected output.
/// </summary>
/// <remarks>Lock-free once it has learned. A lost race loses one sample's nudge.</remarks>
/// <param name="shortest">The least time after which an answer may be given up.</param>
/// <param name="longest">The greatest one, which also holds until enough is seen.</param>
/// <param name="leastLate">The least time after which an answer is late.</param>
internal sealed class LearnedTimes(long shortest, long longest, long leastLate)
{
    /// <summary>The number of samples before anything is learned.</summary>
    public const int Enough = 20;

    /// <summary>How many times its percentile an answer may take. Three times the 95th is passed by 3 of 1,000 answers with a log-normal sigma of 1, three times the 99th by 3 of 10,000.</summary>
    public const int Tolerance = 3;

    private const double Usual = 0.95;
    private const double Long = 0.99;

    // The time of an answer grows with its tokens, beside what it takes without any.
    private const int BaseTokens = 100;
    private const long MostTokens = 1_000_000;

    private readonly object _gate = new();
    private Quantiles? _learned;
    private long _longestSeen;
    private long _secondLongest;
    private int _seen;
    private int _givenUpInARow;
    private long _givenUpAt = long.MinValue;

    /// <summary>The time after which an answer of so many expected tokens may be given up.</summary>
    public long LimitFor(long tokens = 0) => Atomic.VolatileRead(in _learned) is { } learned
        ? Math.Clamp(OfTokens(Tolerance * learned.Long.Value, tokens), shortest, longest)
        : longest;

    /// <summary>The time after which it may be given up where the route is slow by other answers too: once it takes longer than usual.</summary>
    public long LimitIfSlow(long tokens = 0) => Atomic.VolatileRead(in _learned) is { } learned
        ? Math.Clamp(OfTokens(learned.Usual.Value, tokens), shortest, LimitFor(tokens))
        : longest;

    /// <summary>The time after which an answer of so many expected tokens is late; <see cref="Clock.Never"/> until enough is seen.</summary>
    public long LateAfter(long tokens = 0) => Atomic.VolatileRead(in _learned) is { } learned
        ? Math.Max(leastLate, OfTokens(Tolerance * learned.Usual.Value, tokens))
        : Clock.Never;

    /// <summary>A time as that of an answer without any expected tokens: times of different answers can be compared.</summary>
    public static long Standard(long ticks, long tokens) => Math.Max(1, ticks) * BaseTokens / (BaseTokens + Math.Clamp(tokens, 0, MostTokens));

    /// <summary>Notes an answer that came after so many ticks.</summary>
    public void Observe(long ticks, long tokens = 0)
    {
        if (Atomic.VolatileRead(in _givenUpInARow) != 0)
            Atomic.VolatileWrite(ref _givenUpInARow, 0);
        long time = Standard(Math.Clamp(ticks, 1, longest), tokens);
        if (Atomic.VolatileRead(in _learned) is { } learned)
            learned.Observe(time);
        else
            Collect(time);
    }

    /// <summary>
    /// Notes an answer that was given up: it would have taken at least so many ticks. A single one is a long sample among others. Two in a row mean that answers have become longer. Then
    /// each limit that is still too short is doubled, up to the longest.
    /// </summary>
    /// <param name="ticks">The time that it had.</param>
    /// <param name="now">When it was given up. One that began before the last one was given up adds no information.</param>
    /// <param name="tokens">Its expected output.</param>
    public void GivenUp(long ticks, long now, long tokens = 0)
    {
        lock (_gate)
        {
            // An answer that had less time than the present limit adds no information.
            if (ticks < LimitFor(tokens) || now - ticks < _givenUpAt || _learned is not { } learned)
                return;
            _givenUpAt = now;
            long time = Standard(Math.Clamp(ticks, 1, longest), tokens);
            if (Atomic.Add(ref _givenUpInARow, 1) == 1)
                learned.Observe(time);
            else
                Atomic.VolatileWrite(ref _learned, learned with { Long = new(Long, 2 * time / Tolerance) });
        }
    }

    /// <summary>Forgets all that was learned.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            Atomic.VolatileWrite(ref _learned, null);
            (_longestSeen, _secondLongest, _seen) = (0, 0, 0);
        }
    }

    /// <summary>
    /// Collects the first samples, which set the start. By nearest rank the 95th percentile of twenty is the nineteenth, which one slow first call does not disturb. Twice that stands for
    /// the 99th percentile at first.
    /// </summary>
    private void Collect(long time)
    {
        lock (_gate)
        {
            _secondLongest = Math.Max(_secondLongest, Math.Min(_longestSeen, time));
            _longestSeen = Math.Max(_longestSeen, time);
            if (++_seen >= Enough && _learned is null)
                Atomic.VolatileWrite(ref _learned, new(new(Usual, _secondLongest), new(Long, 2 * _secondLongest)));
        }
    }

    private static long OfTokens(long standard, long tokens) => standard * (BaseTokens + Math.Clamp(tokens, 0, MostTokens)) / BaseTokens;

    private sealed record Quantiles(LearnedQuantile Usual, LearnedQuantile Long)
    {
        public void Observe(long time)
        {
            Usual.Observe(time);
            Long.Observe(time);
        }
    }
}
