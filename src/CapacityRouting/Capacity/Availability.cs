using CapacityRouting.Atomics;
using CapacityRouting.Health;
using CapacityRouting.Time;

namespace CapacityRouting.Capacity;

/// <summary>Whether a quota may be drawn on at all: neither it nor the whole that it is a part of is cooling down or closed.</summary>
internal sealed class Availability(Clock clock, Jitter jitter, Availability? whole)
{
    public Cooldown Cooldown { get; } = new(clock, jitter);

    public Lockout Lockout { get; } = new(clock);

    /// <summary>Whether only probes pass.</summary>
    public bool IsShut => Cooldown.IsTrial || Lockout.IsShut || whole is { IsShut: true };

    /// <summary>Ticks until it may be tried; zero when it may be now.</summary>
    public long RemainingTicks(long now)
    {
        long own = Math.Max(Cooldown.RemainingTicks(now), Lockout.RemainingTicks(now));
        return whole is null ? own : Math.Max(own, whole.RemainingTicks(now));
    }

    /// <summary>Ticks until it is no longer closed.</summary>
    public long ClosedFor(long now) => whole is null ? Lockout.RemainingTicks(now) : Math.Max(Lockout.RemainingTicks(now), whole.ClosedFor(now));

    /// <summary>Ticks until it no longer cools down.</summary>
    public long CoolingFor(long now) => whole is null ? Cooldown.RemainingTicks(now) : Math.Max(Cooldown.RemainingTicks(now), whole.CoolingFor(now));

    /// <summary>Whether it is not cooling down; asked where nothing is shut.</summary>
    public bool IsCool(long now) => Cooldown.IsOver(now) && (whole is null || whole.IsCool(now));

    /// <summary>True when it may be tried now; a due probe is taken by the one caller that gets true.</summary>
    public bool TryPass(long now) => Cooldown.TryPass(now) && Lockout.TryPass(now) && (whole is null || whole.TryPass(now));

    /// <summary>A call that began then was answered.</summary>
    public void Succeeded(long startedAt)
    {
        Cooldown.Succeeded(startedAt);
        Lockout.Succeeded(startedAt);
        whole?.Succeeded(startedAt);
    }

    /// <summary>The probe never found out: the next one may go at once.</summary>
    public void Undecided(long attemptStart, long now)
    {
        Cooldown.Undecided(now);
        Lockout.Undecided(attemptStart, now);
        whole?.Undecided(attemptStart, now);
    }
}
