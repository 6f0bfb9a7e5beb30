using CapacityRouting.Atomics;
using CapacityRouting.Time;

namespace CapacityRouting.Health;

/// <summary>
/// A time before which nothing is sent. It is only ever raised, so a second refusal never shortens the first one's wait.
/// Where no wait was stated it doubles from strike to strike, with jitter, and when it is over callers come back one at a time
/// until one succeeds: a wait that was guessed is tried out first.
/// </summary>
internal sealed class Cooldown(Clock clock, Jitter jitter)
{
    private static readonly TimeSpan FirstStrike = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenReturns = TimeSpan.FromMilliseconds(500);
    private const int MostDoublings = 5;

    private readonly long _betweenReturns = clock.ToTicks(BetweenReturns);
    private long _until = long.MinValue;
    private long _nextReturn = long.MinValue;
    private int _strikes;

    public bool IsOver(long now) => Atomic.VolatileRead(in _until) <= now;

    /// <summary>Whether callers come back one at a time.</summary>
    public bool IsTrial => Atomic.VolatileRead(in _strikes) != 0;

    /// <summary>Ticks until a caller may pass; zero when one may now.</summary>
    public long RemainingTicks(long now)
    {
        long end = Atomic.VolatileRead(in _until);
        if (IsTrial)
            end = Math.Max(end, Atomic.VolatileRead(in _nextReturn));
        return end == long.MinValue ? 0 : Math.Max(0, end - now);
    }

    /// <summary>True when it is over, and while callers come back one at a time for the one whose turn it is.</summary>
    public bool TryPass(long now)
    {
        if (!IsOver(now) || !IsTrial)
            return IsOver(now);
        long turn = Atomic.VolatileRead(in _nextReturn);
        return turn <= now && Atomic.CompareAndSwap(ref _nextReturn, turn, now + _betweenReturns);
    }

    public void Extend(TimeSpan stated, long now) => Atomic.RaiseTo(ref _until, now + clock.ToTicks(stated));

    /// <summary>
    /// A failure without a stated wait. Attempts that were under way when the cooldown began belong to the same episode
    /// and add no strike.
    /// </summary>
    public void Strike(long attemptStart, long now)
    {
        long until = Atomic.VolatileRead(in _until);
        bool opens = attemptStart >= until;
        int strikes = Atomic.VolatileRead(in _strikes) + (opens ? 1 : 0);
        double backoff = Math.Pow(2, Math.Clamp(strikes - 1, 0, MostDoublings)) * (0.5 + (0.5 * jitter.Next()));
        long end = now + clock.ToTicks(FirstStrike * backoff);

        // Of several attempts that end an episode's quiet at once, the one that moves the time is its strike.
        if (opens && Atomic.CompareAndSwap(ref _until, until, end))
            Atomic.VolatileWrite(ref _strikes, strikes);
        else
            Atomic.RaiseTo(ref _until, end);
    }

    /// <summary>A success ends the trial, unless it began before the cooldown did and so says nothing of it.</summary>
    public void Succeeded(long attemptStart)
    {
        if (IsTrial && attemptStart >= Atomic.VolatileRead(in _until))
            Atomic.VolatileWrite(ref _strikes, 0);
    }

    /// <summary>Whose turn it was never found out: the next one may go at once.</summary>
    public void Undecided(long now) => Atomic.VolatileWrite(ref _nextReturn, now);
}
