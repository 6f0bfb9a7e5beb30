using CapacityRouting.Telemetry;
using CapacityRouting.Time;

namespace CapacityRouting.Pipeline;

/// <summary>The services of a router to which every attempt reports its outcome.</summary>
/// <param name="clock">The clock.</param>
/// <param name="events">The sink of events.</param>
internal sealed class AttemptServices(Clock clock, RoutingEvents events)
{
    public Clock Clock => clock;

    public RoutingEvents Events => events;

    /// <summary>Decides whether a learned time may end an attempt; null where none does.</summary>
    public Impatience? Impatience { get; init; }

    /// <summary>Whether a request could continue on another route if this attempt were given up.</summary>
    public bool CouldGoOn(Attempt attempt, long now) => Impatience is not null && Impatience.CouldGoOn(attempt, now);

    public HealthFeedback Health { get; } = new(clock, events);

    public QuotaFeedback Quotas { get; } = new(clock, events);
}
