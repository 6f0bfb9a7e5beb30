namespace CapacityRouting.Failures.Classification;

/// <summary>What a failure does to the route or its quota.</summary>
internal enum RouteEffect
{
    None,
    CoolQuota,
    CloseQuota,
    CoolRoute,
    Count,
    CloseRoute,
    LearnWindow,
}
