using CapacityRouting.Atomics;
using CapacityRouting.Capacity;

namespace CapacityRouting.Tests.Tools;

internal static class Quotas
{
    public static Quota Of(CapacityLimits limits, TimeProvider time) => new(limits, new Clock(time), new Jitter(1));

    public static double Level(this Quota quota, CapacityDimension dimension, long now) =>
        quota.Level(Array.Find(quota.Limits, limit => limit.Dimension == dimension)!, now);

    public static CapacityUnits Tokens(long tokens) => CapacityUnits.OneRequest(tokens, 0);
}
