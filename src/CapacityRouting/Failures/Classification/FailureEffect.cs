namespace CapacityRouting.Failures.Classification;

/// <summary>The table of effects: one line for each failure kind.</summary>
internal readonly record struct FailureEffect(RouteEffect OnRoute, RequestEffect OnRequest)
{
    public static FailureEffect Of(FailureKind kind) => kind switch
    {
        FailureKind.RateLimited => new(RouteEffect.CoolQuota, RequestEffect.Next),
        FailureKind.QuotaExhausted => new(RouteEffect.CloseQuota, RequestEffect.Next),
        FailureKind.Overloaded => new(RouteEffect.CoolRoute, RequestEffect.Next),
        FailureKind.Authentication => new(RouteEffect.CloseRoute, RequestEffect.Next),
        FailureKind.ModelNotFound => new(RouteEffect.CloseRoute, RequestEffect.Next),
        FailureKind.ContextLengthExceeded => new(RouteEffect.LearnWindow, RequestEffect.NextWithLargerWindow),
        FailureKind.ContentFiltered => new(RouteEffect.None, RequestEffect.StopUnlessAllowed),
        FailureKind.InvalidRequest => new(RouteEffect.None, RequestEffect.Stop),
        _ => new(RouteEffect.Count, RequestEffect.Next),
    };
}

/// <summary>The effect of a failure on the request.</summary>
internal enum RequestEffect
{
    Next,
    NextWithLargerWindow,
    StopUnlessAllowed,
    Stop,
}

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
