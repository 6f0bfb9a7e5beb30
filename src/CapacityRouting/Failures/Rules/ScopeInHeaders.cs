using CapacityRouting.Capacity.Limits;
using CapacityRouting.Failures.Providers;

namespace CapacityRouting.Failures.Rules;

/// <summary>The scope of a refusal, from the limit that the headers show as exhausted.</summary>
internal static class ScopeInHeaders
{
    public static FailureScope Of(ObservedResponse? response, DateTimeOffset now)
    {
        if (response is null)
            return FailureScope.Unknown;
        Span<LimitReading> readings = stackalloc LimitReading[HeaderDialect.MostReadings];
        int count = ProviderProfile.Generic.Headers.Read(response, now, readings);
        FailureScope scope = FailureScope.Unknown;
        foreach (LimitReading reading in readings[..count])
            if (reading.Remaining == 0 && scope != FailureScope.Day)
                scope = ScopeOf(reading.Dimension);
        return scope;
    }

    private static FailureScope ScopeOf(CapacityDimension dimension) => dimension switch
    {
        CapacityDimension.RequestsPerDay or CapacityDimension.TokensPerDay => FailureScope.Day,
        CapacityDimension.RequestsPerHour or CapacityDimension.TokensPerHour => FailureScope.Unknown,
        _ => FailureScope.Minute,
    };
}
