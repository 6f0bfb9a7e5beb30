using CapacityRouting.Atomics;
using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Time;

namespace CapacityRouting.Tests.Tools;

internal static class Quotas
{
    public static Quota Of(CapacityLimits limits, TimeProvider time) => new(limits, new Clock(time), new Jitter(1));

    public static double Level(this Quota quota, CapacityDimension dimension, long now) =>
        quota.Level(Array.Find(quota.Limits, limit => limit.Dimension == dimension)!, now);

    /// <summary>What of a call a dimension counts, as the providers' documents have it.</summary>
    public static long CountedIn(this CapacityUnits units, CapacityDimension dimension) => dimension switch
    {
        CapacityDimension.RequestsPerMinute or CapacityDimension.RequestsPerHour or CapacityDimension.RequestsPerDay or CapacityDimension.RequestsPerMonth => units.Requests,
        CapacityDimension.InputTokensPerMinute => units.InputTokens,
        CapacityDimension.OutputTokensPerMinute => units.OutputTokens,
        CapacityDimension.TokensPerMinute or CapacityDimension.TokensPerHour or CapacityDimension.TokensPerDay or CapacityDimension.TokensPerMonth => units.InputTokens + units.OutputTokens,
        CapacityDimension.CostPerDay or CapacityDimension.CostPerMonth => units.Cost,
        _ => throw new ArgumentOutOfRangeException(nameof(dimension)),
    };

    public static CapacityUnits Tokens(long tokens) => CapacityUnits.OneRequest(tokens, 0);
}
