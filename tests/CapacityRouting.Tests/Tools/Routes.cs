using CapacityRouting.Atomics;
using CapacityRouting.Capacity;
using CapacityRouting.Health;
using CapacityRouting.Routing;
using CapacityRouting.Time;

namespace CapacityRouting.Tests.Tools;

internal static class Routes
{
    public static Route Of(TimeProvider time, int index = 0, RouteSettings? settings = null)
    {
        Clock clock = new(time);
        Jitter jitter = new(1);
        settings ??= new();
        return new(
            index,
            $"route{index}",
            new Quota(settings.Limits ?? new(), clock, jitter),
            new RouteHealth(new(), clock, jitter),
            new RouteTraits(settings, settings.Profile ?? ProviderProfile.Generic, new(), clock));
    }
}
