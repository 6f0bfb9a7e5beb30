using CapacityRouting.Atomics;
using CapacityRouting.Time;
using Polly.CircuitBreaker;

namespace CapacityRouting.Health;

/// <summary>Whether a route may be tried: no cooldown, no lockout, and its circuit closed or a probe due.</summary>
/// <remarks>Only outcomes of providers count. Refusals by the library itself are never recorded here.</remarks>
internal sealed class RouteHealth(CircuitBreakerSettings settings, Clock clock, Jitter jitter, bool isAlone = false)
{
    // As between two probes of a circuit that opens with the default settings.
    private static readonly TimeSpan AfterFirstStrike = TimeSpan.FromSeconds(2.4);

    /// <summary>Its guessed waits do not double: what lasts opens the circuit.</summary>
    public Cooldown Cooldown { get; } = new(clock, jitter, AfterFirstStrike);

    public Lockout Lockout { get; } = new(clock);

    public Breaker Breaker { get; } = new(settings, clock, jitter, isAlone);

    /// <summary>Ticks until the route may be tried; zero when it may be now.</summary>
    public long RemainingTicks(long now) => Math.Max(Cooldown.RemainingTicks(now), Math.Max(Lockout.RemainingTicks(now), Breaker.RemainingTicks(now)));

    /// <summary>True when the route may be tried now. A due probe goes to exactly one caller that gets true.</summary>
    /// <remarks>The breaker comes first: its probes are frequent, and a call that it passes by must not cost a lockout its own.</remarks>
    public bool TryPass(long now) => Breaker.TryPass(now) && Cooldown.TryPass(now) && Lockout.TryPass(now);

    public bool IsShut => Cooldown.IsTrial || Lockout.IsShut || Breaker.IsShut;

    /// <summary>Whether it is out of service, and not merely in cooldown.</summary>
    public bool IsOut => Lockout.IsShut || Breaker.IsShut;

    /// <summary>Whether callers are passed by though a probe is due, as the last one hung and calls are rare.</summary>
    public bool IsPassingBy(long now) => Breaker.IsPassingBy(now);

    /// <summary>Whether a probe's answer has to flow for a while before its caller gets it: answers broke off here that had begun.</summary>
    public bool BreaksAnswers => Breaker.BreaksAnswers;

    public bool IsIsolated => Breaker.State == CircuitState.Isolated;

    /// <summary>Notes that the provider has admitted a call that began at that time: the route is neither overloaded nor shut. How the call ends is recorded later.</summary>
    public void Accepted(long attemptStart)
    {
        Cooldown.Succeeded(attemptStart);
        Lockout.Succeeded(attemptStart);
    }

    /// <summary>Notes that a call that began at that time has ended well.</summary>
    /// <returns>Whether that closed the circuit.</returns>
    public bool Served(long attemptStart, long now) => Breaker.Succeeded(attemptStart, now);

    /// <summary>Notes that a call that began at that time has failed, and how.</summary>
    /// <returns>Whether that opened the circuit.</returns>
    public bool Failed(long attemptStart, long now, bool isTimeout, bool isBrokenAnswer) => Breaker.Failed(attemptStart, now, isTimeout, isBrokenAnswer);

    /// <summary>Takes the route out of service until it is restored.</summary>
    public void Isolate() => Breaker.Isolate();

    /// <summary>Closes the circuit, whatever opened it.</summary>
    public void Restore() => Breaker.Restore();

    public void Undecided(long attemptStart, long now)
    {
        Cooldown.Undecided(now);
        Lockout.Undecided(attemptStart, now);
        Breaker.Undecided(attemptStart, now);
    }
}
