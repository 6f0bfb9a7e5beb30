using CapacityRouting.Atomics;
using CapacityRouting.Benchmarks.Stubs;
using CapacityRouting.Capacity;
using CapacityRouting.Health;
using CapacityRouting.Routing;
using CapacityRouting.Time;

namespace CapacityRouting.Benchmarks.Harness;

/// <summary>Three routes with room, below the public surface.</summary>
internal static class RouteSet
{
    public static AdmissionControl Of(Clock clock) =>
        new(new RouteTable([RouteOf(0, clock), RouteOf(1, clock), RouteOf(2, clock)], new(new(), routes: 3, clock)));

    private static Route RouteOf(int index, Clock clock)
    {
        Jitter jitter = new(index);
        Quota quota = new(Workload.Ample, clock, jitter);
        RouteTraits traits = new(new(), ProviderProfile.Generic, new(), clock);
        return new(index, $"route-{index + 1}", quota, new RouteHealth(new(), clock, jitter), traits);
    }
}
