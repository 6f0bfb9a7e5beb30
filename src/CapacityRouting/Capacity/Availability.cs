using CapacityRouting.Atomics;
using CapacityRouting.Health;
using CapacityRouting.Time;

namespace CapacityRouting.Capacity;

/// <summary>Whether a quota may be drawn on at all: neither the quota nor its parent is in cooldown or locked out.</summary>
internal sealed class Availability(Clock clock, Jitter jitter, Availability? parent)
{
    public Cooldown Cooldown { get; } = new(clock, jitter);

    public Lockout Lockout { get; } = new(clock);

    /// <summary>Whether only probes pass.</summary>
    public bool IsShut => Cooldown.IsTrial || Lockout.IsShut || parent is { IsShut: true };

    /// <summary>Ticks until a call may try the quota; zero when it may now.</summary>
    public long RemainingTicks(long now)
    {
        long own = Math.Max(Cooldown.RemainingTicks(now), Lockout.RemainingTicks(now));
        return parent is null ? own : Math.Max(own, parent.RemainingTicks(now));
    }

    /// <summary>Ticks until the end of the lockout.</summary>
    public long ClosedFor(long now) => parent is null ? Lockout.RemainingTicks(now) : Math.Max(Lockout.RemainingTicks(now), parent.ClosedFor(now));

    /// <summary>Ticks until the end of the cooldown.</summary>
    public long CoolingFor(long now) => parent is null ? Cooldown.RemainingTicks(now) : Math.Max(Cooldown.RemainingTicks(now), parent.CoolingFor(now));

    /// <summary>Whether no cooldown runs; for callers that know that nothing is shut.</summary>
    public bool IsCool(long now) => Cooldown.IsOver(now) && (parent is null || parent.IsCool(now));

    /// <summary>True when a call may try the quota now. A due probe goes to exactly one caller that gets true.</summary>
    public bool TryPass(long now) => Cooldown.TryPass(now) && Lockout.TryPass(now) && (parent is null || parent.TryPass(now));

    /// <summary>Notes the success of a call that began at that time.</summary>
    public void Succeeded(long startedAt)
    {
        Cooldown.Succeeded(startedAt);
        Lockout.Succeeded(startedAt);
        parent?.Succeeded(startedAt);
    }

    /// <summary>Notes a probe without a verdict: the next one may go at once.</summary>
    public void Undecided(long attemptStart, long now)
    {
        Cooldown.Undecided(now);
        Lockout.Undecided(attemptStart, now);
        parent?.Undecided(attemptStart, now);
    }
}
