using CapacityRouting.Capacity;
using CapacityRouting.Diagnostics;

namespace CapacityRouting.Pipeline;

/// <summary>What every attempt of a router tells its outcome to.</summary>
/// <param name="Clock">The time.</param>
/// <param name="Health">What attempts say of their routes.</param>
/// <param name="Quotas">What the wire says of quotas.</param>
/// <param name="Events">Who listens.</param>
internal sealed record AttemptServices(Clock Clock, HealthFeedback Health, QuotaFeedback Quotas, RoutingEvents Events);
