using CapacityRouting.Capacity;
using CapacityRouting.Failures.Classification;
using CapacityRouting.Health;
using CapacityRouting.Routing;
using CapacityRouting.Telemetry;
using CapacityRouting.Time;

namespace CapacityRouting.Pipeline;

/// <summary>What attempts say of the health of their routes: cooldowns, lockouts, circuit breakers and learned windows.</summary>
internal sealed class HealthFeedback(Clock clock, RoutingEvents events)
{
    /// <summary>The provider has let the call in: there is capacity, and the key and the model are good. A stream has yet to show that it ends well.</summary>
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

    /// <summary>The route has served: told once for an attempt, when it has ended well.</summary>
    public void Served(Attempt attempt, long now)
    {
        Route route = attempt.Route;
        if (IsNews(attempt) && route.Health.Served(attempt.StartedAt, now))
            CircuitClosed(route, now);
        TellOfProbe(attempt);
        if (events.AreHeard(RoutingEvent.Kinds.Served))
            events.Tell(RoutingEvent.Served(route.Name, clock.ToTimeSpan(now - attempt.StartedAt), attempt.Number));
    }

    /// <summary>What is not found, where the request goes on with something, may be that something: the model is not to blame then.</summary>
    public static RouteFailure Judged(Attempt attempt, RouteFailure failure) =>
        failure.Kind == FailureKind.ModelNotFound && attempt.Demand.IsOnlyAt(attempt.Route)
            ? failure with { Kind = FailureKind.InvalidRequest }
            : failure;

    public void Failed(Attempt attempt, RouteFailure failure, long now)
    {
        events.Tell(RoutingEvent.AttemptFailed(attempt.Route.Name, failure));
        bool isOfWhatItGoesOnWith = failure.Kind == FailureKind.ModelNotFound && attempt.Demand.IsBoundAt(attempt.Route);
        RouteEffect effect = isOfWhatItGoesOnWith ? RouteEffect.None : FailureEffect.Of(failure.Kind).OnRoute;
        Apply(effect, attempt, failure, now);
        if (attempt.IsProbe && (failure.ExceedsLimit || effect is RouteEffect.None or RouteEffect.LearnWindow or RouteEffect.CoolQuota))
            attempt.Route.Undecided(attempt.StartedAt, now);
    }

    /// <summary>A poll passes what holds up others, so it says nothing of that, unless it was sent to find out.</summary>
    private static bool IsNews(Attempt attempt) => attempt is not { IsPoll: true, IsProbe: false };

    /// <summary>What a probe opened is open to those who wait.</summary>
    private static void TellOfProbe(Attempt attempt)
    {
        if (attempt.IsProbe)
            attempt.Route.Quota.NotifyReleased();
    }

    /// <summary>A provider that has just come back is not to be run over; routes that share its quota have not been away.</summary>
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
                Count(route, now);
                break;
            case RouteEffect.Count:
                if (failure.RetryAfter is { } stated)
                    route.Health.Cooldown.Extend(stated, now);
                Count(route, now);
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

    private void Count(Route route, long now)
    {
        if (route.Health.Breaker.Record(succeeded: false, now))
            events.Tell(RoutingEvent.CircuitOpened(route.Name));
    }
}
