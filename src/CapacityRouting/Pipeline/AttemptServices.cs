using CapacityRouting.Telemetry;
using CapacityRouting.Time;

namespace CapacityRouting.Pipeline;

/// <summary>What every attempt of a router tells its outcome to.</summary>
/// <param name="clock">The time.</param>
/// <param name="events">Where it is told what happens.</param>
internal sealed class AttemptServices(Clock clock, RoutingEvents events)
{
    public Clock Clock => clock;

    public RoutingEvents Events => events;

    public HealthFeedback Health { get; } = new(clock, events);

    public QuotaFeedback Quotas { get; } = new(clock, events);
}
