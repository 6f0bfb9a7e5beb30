using CapacityRouting.Atomics;
using CapacityRouting.Time;

namespace CapacityRouting.Health;

/// <summary>
/// The budget of all requests of a client for repeated attempts. Each request earns a part of one; a few per second are
/// free. Lock-free.
/// </summary>
internal sealed class RetryBudget(RetryBudgetSettings settings, Clock clock)
{
    // Failures come in bursts, so ten seconds' worth of free attempts may be spent at once.
    private static readonly TimeSpan FreeFor = TimeSpan.FromSeconds(10);

    // A cap, so that the earnings of a quiet time are not all spent in an outage.
    private const int MostSaved = 1_000;
    private const int Scale = 1_000;

    private readonly long _earned = (long)(settings.Share * Scale);
    private readonly long _free = clock.ToTicks(FreeFor);
    private readonly long _perFree = settings.PerSecond > 0 ? Math.Max(1, clock.TicksPerSecond / settings.PerSecond) : Clock.Never;
    private long _saved;
    private long _freeAt = long.MinValue;

    /// <summary>Earns the share of one request.</summary>
    public void Earn()
    {
        // A lost race loses the share of one request, by default a fifth of an attempt.
        long seen = Atomic.VolatileRead(in _saved);
        if (seen < MostSaved * Scale)
            Atomic.CompareAndSwap(ref _saved, seen, seen + _earned);
    }

    /// <summary>Spends one further attempt, if the budget allows it.</summary>
    public bool TrySpend(long now) => TrySpendFree(now) || TrySpendSaved();

    private bool TrySpendFree(long now)
    {
        if (_perFree == Clock.Never)
            return false;
        while (true)
        {
            // Invariant: as in a bucket, each swap moves the word from one conforming time to the next.
            long seen = Atomic.VolatileRead(in _freeAt);
            if (seen > now && seen - now > _free - _perFree)
                return false;
            if (Atomic.CompareAndSwap(ref _freeAt, seen, Math.Max(seen, now) + _perFree))
                return true;
        }
    }

    private bool TrySpendSaved()
    {
        while (true)
        {
            // Invariant: the savings never fall below zero.
            long seen = Atomic.VolatileRead(in _saved);
            if (seen < Scale)
                return false;
            if (Atomic.CompareAndSwap(ref _saved, seen, seen - Scale))
                return true;
        }
    }
}
