using CapacityRouting.Capacity;
using CapacityRouting.Failures.Classification;
using CapacityRouting.Health;
using CapacityRouting.Routing;
using CapacityRouting.Telemetry;
using CapacityRouting.Time;

namespace CapacityRouting.Pipeline;

/// <summary>Applies the outcomes of attempts to the health of their routes: cooldowns, lockouts, circuit breakers and learned windows.</summary>
internal sealed class HealthFeedback(Clock clock, RoutingEvents events)
{
    /// <summary>Notes that the provider has admitted the call: there is capacity, and the key and the model are valid. A stream has still to end well.</summary>
    public static void Accepted(Attempt attempt)
    {
        if (!IsNews(attempt))
            return;
        Route route = attempt.Route;
        route.Quota.Availability.Succeeded(attempt.StartedAt);
        route.Quota.Slots.Succeeded();
        route.Quota.Parent?.Slots.Succeeded();
        route.Health.Accepted(attempt.StartedAt);
        TellOfProbe(attempt);
    }

    /// <summary>Notes that the route has served, once for an attempt, when it has ended well.</summary>
    public void Served(Attempt attempt, long now)
    {
        Route route = attempt.Route;
        if (IsNews(attempt) && route.Health.Served(attempt.StartedAt, now))
            CircuitClosed(route, now);
        TellOfProbe(attempt);
        if (events.AreHeard(RoutingEvent.Kinds.Served))
            events.Tell(RoutingEvent.Served(route.Name, clock.ToTimeSpan(now - attempt.StartedAt), attempt.Number));
    }

    /// <summary>
    /// The failure as judged. Where a request continues some state, "not found" may mean that state, and the model is not to blame. A request that does not need a capability was not refused for it.
    /// </summary>
    public static RouteFailure Judged(Attempt attempt, RouteFailure failure) => failure switch
    {
        { Kind: FailureKind.ModelNotFound } when attempt.Demand.IsOnlyAt(attempt.Route) => failure with { Kind = FailureKind.InvalidRequest },
        { MissingCapability: { } missing } when !attempt.Demand.Needs(missing, attempt.Route) => failure with { MissingCapability = null },
        { IsStateLost: true } when !attempt.Demand.MayRestartAt(attempt.Route) => failure with { IsStateLost = false },
        _ => failure,
    };

    public void Failed(Attempt attempt, RouteFailure failure, long now)
    {
        events.Tell(RoutingEvent.AttemptFailed(attempt.Route.Name, failure));
        bool isOfWhatItGoesOnWith = failure.Kind == FailureKind.ModelNotFound && attempt.Demand.IsBoundAt(attempt.Route);
        RouteEffect effect = isOfWhatItGoesOnWith || attempt.IsGivenUpAsSlow ? RouteEffect.None : FailureEffect.Of(failure.Kind).OnRoute;
        Apply(effect, attempt, failure, now);
        if (attempt.IsProbe && (failure.ExceedsLimit || effect is RouteEffect.None or RouteEffect.LearnWindow or RouteEffect.CoolQuota))
            attempt.Route.Undecided(attempt.StartedAt, now);
    }

    /// <summary>Whether the outcome is evidence. A poll passes what holds up other calls, so it is none, unless it was a probe.</summary>
    private static bool IsNews(Attempt attempt) => attempt is not { IsPoll: true, IsProbe: false };

    /// <summary>Notifies the waiters of what a probe has opened.</summary>
    private static void TellOfProbe(Attempt attempt)
    {
        if (attempt.IsProbe)
            attempt.Route.Quota.NotifyReleased();
    }

    /// <summary>Begins a slow start after the circuit closes, so that a recovered provider is not overrun. Routes that share a quota skip it, as the others were never away.</summary>
    private void CircuitClosed(Route route, long now)
    {
        events.Tell(RoutingEvent.CircuitClosed(route.Name));
        if (route.OwnsQuota)
            route.Quota.Slots.SlowStart.BeginAgain(route.Quota.Slots.InFlight, now);
    }

    private void Apply(RouteEffect effect, Attempt attempt, RouteFailure failure, long now)
    {
        Route route = attempt.Route;
        Quota refused = failure.Scope == FailureScope.Account ? route.Quota.Parent ?? route.Quota : route.Quota;
        switch (effect)
        {
            case RouteEffect.CoolQuota or RouteEffect.CloseQuota when failure.ExceedsLimit:
                // A smaller request still fits, and the limit has been learned.
                break;
            case RouteEffect.CoolQuota:
                Cool(refused.Cooldown, failure, attempt.StartedAt, now);
                break;
            case RouteEffect.CloseQuota when refused.Lockout.Shut(failure.RetryAfter, attempt.StartedAt, now):
            case RouteEffect.CloseRoute when route.Health.Lockout.Shut(failure.RetryAfter, attempt.StartedAt, now):
                events.Tell(RoutingEvent.RouteClosed(route.Name, failure));
                break;
            case RouteEffect.CoolRoute:
                Cool(route.Health.Cooldown, failure, attempt.StartedAt, now);
                Count(attempt, failure, now);
                break;
            case RouteEffect.Count:
                if (failure.RetryAfter is { } stated)
                    route.Health.Cooldown.Extend(stated, now);
                Count(attempt, failure, now);
                break;
            case RouteEffect.None when failure.MissingCapability is { } missing && route.Model.Missing.Learn(missing, now):
                events.Tell(RoutingEvent.CapabilityMissing(route.Name, missing.ToString()));
                break;
            case RouteEffect.LearnWindow when route.LearnWindow(failure, attempt.Demand, now):
                events.Tell(RoutingEvent.WindowLearned(route.Name, route.Window));
                break;
        }
    }

    private static void Cool(Cooldown cooldown, RouteFailure failure, long startedAt, long now)
    {
        if (failure.RetryAfter is { } stated)
            cooldown.Extend(stated, now);
        else
            cooldown.Strike(startedAt, now);
    }

    private void Count(Attempt attempt, RouteFailure failure, long now)
    {
        if (attempt.Route.Health.Failed(attempt.StartedAt, now, isTimeout: failure.Kind == FailureKind.Timeout, attempt.HasAnswered))
            events.Tell(RoutingEvent.CircuitOpened(attempt.Route.Name));
    }
}
