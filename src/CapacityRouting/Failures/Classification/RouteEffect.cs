namespace CapacityRouting.Failures.Classification;

/// <summary>The effect of a failure on the route or its quota.</summary>
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
