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

    public HealthFeedback Health { get; } = new(clock, events);

    public QuotaFeedback Quotas { get; } = new(clock, events);
}
