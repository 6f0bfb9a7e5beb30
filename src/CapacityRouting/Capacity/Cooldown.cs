using CapacityRouting.Atomics;

namespace CapacityRouting.Capacity;

/// <summary>
/// A time before which nothing is sent. It is only ever raised, so a second refusal never shortens the first one's wait.
/// Where no wait was stated it doubles from strike to strike, with jitter, so that callers do not come back in step.
/// </summary>
internal sealed class Cooldown(Clock clock, Jitter jitter)
{
    private static readonly TimeSpan FirstStrike = TimeSpan.FromSeconds(1);
    private const int MostDoublings = 5;

    private long _until = long.MinValue;
    private int _strikes;

    public bool IsOver(long now) => Atomic.Read(in _until) <= now;

    /// <summary>Ticks still to wait; zero when it is over.</summary>
    public long Left(long now) => Math.Max(0, SaturatingDistance(Atomic.Read(in _until), now));

    public void Extend(TimeSpan stated, long now) => Atomic.RaiseTo(ref _until, now + clock.ToTicks(stated));

    /// <summary>
    /// A failure without a stated wait. Attempts that were under way when the cooldown began belong to the same episode
    /// and add no strike.
    /// </summary>
    public void Strike(long attemptStart, long now)
    {
        long until = Atomic.Read(in _until);
        bool opens = attemptStart >= until;
        int strikes = Atomic.Read(in _strikes) + (opens ? 1 : 0);
        double backoff = Math.Pow(2, Math.Clamp(strikes - 1, 0, MostDoublings)) * (0.5 + (0.5 * jitter.Next()));
        long end = now + clock.ToTicks(FirstStrike * backoff);

        // Of several attempts that end an episode's quiet at once, the one that moves the time is its strike.
        if (opens && Atomic.TrySwap(ref _until, until, end))
            Atomic.Write(ref _strikes, strikes);
        else
            Atomic.RaiseTo(ref _until, end);
    }

    public void Succeeded()
    {
        if (Atomic.Read(in _strikes) != 0)
            Atomic.Write(ref _strikes, 0);
    }

    private static long SaturatingDistance(long until, long now) => until == long.MinValue ? 0 : until - now;
}
