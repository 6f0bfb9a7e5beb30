using CapacityRouting.Atomics;
using CapacityRouting.Time;

namespace CapacityRouting.Health;

/// <summary>
/// A time before which nothing is sent. It only ever rises, so a second refusal never shortens the wait of the first one.
/// Without a stated wait that of a quota doubles from strike to strike, with jitter, and that of a route is short. A guessed wait must be tested: after it callers return one at a time
/// until one succeeds. So must a stated wait that is longer than the rarest probe.
/// </summary>
/// <param name="clock">The clock.</param>
/// <param name="jitter">The source of jitter.</param>
/// <param name="afterFirst">The guessed wait from the second strike on. Null, for quotas, doubles from a second to 32: limits without a stated wait are mostly by the minute.</param>
internal sealed class Cooldown(Clock clock, Jitter jitter, TimeSpan? afterFirst = null)
{
    private const int MostDoublings = 5;
    private static readonly TimeSpan FirstStrike = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenReturns = TimeSpan.FromMilliseconds(500);

    private readonly long _betweenReturns = clock.ToTicks(BetweenReturns);
    private readonly long _longest = clock.ToTicks(Lockout.RarestProbe);
    private long _until = long.MinValue;
    private long _nextReturn = long.MinValue;
    private int _strikes;

    public bool IsOver(long now) => Atomic.VolatileRead(in _until) <= now;

    /// <summary>Whether callers return one at a time.</summary>
    public bool IsTrial => Atomic.VolatileRead(in _strikes) != 0;

    /// <summary>Ticks until a caller may pass; zero when one may now.</summary>
    public long RemainingTicks(long now)
    {
        long end = Atomic.VolatileRead(in _until);
        if (IsTrial)
            end = Math.Max(end, Atomic.VolatileRead(in _nextReturn));
        return end == long.MinValue ? 0 : Math.Max(0, end - now);
    }

    /// <summary>True when the cooldown is over. While callers return one at a time, a due turn goes to exactly one caller that gets true.</summary>
    public bool TryPass(long now)
    {
        if (!IsOver(now) || !IsTrial)
            return IsOver(now);
        long turn = Atomic.VolatileRead(in _nextReturn);
        return turn <= now && Atomic.CompareAndSwap(ref _nextReturn, turn, now + _betweenReturns);
    }

    /// <summary>Cools down for as long as the provider stated, an hour at most. After a longer statement that hour's end is a guess.</summary>
    public void Extend(TimeSpan stated, long now)
    {
        long wait = clock.ToTicks(stated);
        Atomic.RaiseTo(ref _until, now + Math.Min(wait, _longest));
        if (wait > _longest)
            Atomic.CompareAndSwap(ref _strikes, 0, 1);
    }

    /// <summary>
    /// Notes a failure without a stated wait. Attempts that were under way when the cooldown began belong to the same episode
    /// and add no strike.
    /// </summary>
    public void Strike(long attemptStart, long now)
    {
        long until = Atomic.VolatileRead(in _until);
        bool opens = attemptStart >= until;
        int strikes = Atomic.VolatileRead(in _strikes) + (opens ? 1 : 0);
        long end = now + clock.ToTicks(strikes > 1 && afterFirst is { } later ? later : Doubled(strikes));

        // Several attempts may begin an episode at once: the one whose swap moves the time adds the strike.
        if (opens && Atomic.CompareAndSwap(ref _until, until, end))
            Atomic.VolatileWrite(ref _strikes, strikes);
        else
            Atomic.RaiseTo(ref _until, end);
    }

    private TimeSpan Doubled(int strikes) => FirstStrike * Math.Pow(2, Math.Clamp(strikes - 1, 0, MostDoublings)) * (0.5 + (0.5 * jitter.Next()));

    /// <summary>Ends the trial after a success, unless the attempt began before the cooldown did and so is no evidence.</summary>
    public void Succeeded(long attemptStart)
    {
        if (IsTrial && attemptStart >= Atomic.VolatileRead(in _until))
            Atomic.VolatileWrite(ref _strikes, 0);
    }

    /// <summary>Notes a trial call without a verdict: the next one may go at once.</summary>
    public void Undecided(long now) => Atomic.VolatileWrite(ref _nextReturn, now);
}
