using CapacityRouting.Capacity;
using CapacityRouting.Diagnostics;
using CapacityRouting.Failures;
using CapacityRouting.Ownership;
using CapacityRouting.Routing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace CapacityRouting.Attempts;

/// <summary>Tells the route's health, writes the report and has the lease settled: everything that the end of an attempt changes.</summary>
internal sealed class AttemptRecorder(Clock clock, FailureClassifier classifier, StateOwners owners, ILogger log)
{
    private readonly ObservationRecorder _observations = new(clock, log);

    public Clock Clock => clock;

    public FailureClassifier Classifier => classifier;

    public ILogger Logger => log;

    public void Served(in AttemptStart start, ref Lease lease, UsageDetails? usage, long estimatedOutput)
    {
        long now = clock.Now;
        Observed(start, failure: null, now);
        Settlement.ByUsage(start, ref lease, usage, estimatedOutput, now);
        if (!start.IsPoll)
            start.Route.LearnOutput(start.Demand, usage?.OutputTokenCount ?? estimatedOutput);
        start.Report.Served(start.Route.Name, clock.ToTimeSpan(now - start.StartedAt), SendsOf(start));
        Accepted(start);
        Healthy(start, now);
    }

    /// <summary>A background response has begun: what it will take is still to come, so all that was reserved for it counts.</summary>
    public void Begun(in AttemptStart start, ref Lease lease)
    {
        long now = clock.Now;
        Observed(start, failure: null, now);
        lease.Used(lease.Taken, now);
        start.Report.Served(start.Route.Name, clock.ToTimeSpan(now - start.StartedAt), SendsOf(start));
        Accepted(start);
        Healthy(start, now);
    }

    /// <summary>Remembers that the route made what is its own in an answer.</summary>
    public void Keep(in AttemptStart start, ChatResponse response) => owners.Keep(start.Route.Index, response);

    /// <summary>As the other overload, of a stream's update: a conversation need be told only once. Allocates nothing where there is nothing to remember.</summary>
    public void Keep(in AttemptStart start, IList<AIContent> contents, string? conversationId) => owners.Keep(start.Route.Index, contents, conversationId);

    /// <summary>Remembers that what this stands for goes on at the route; of a stream's tokens, the last one.</summary>
    public void KeepToken(in AttemptStart start, ResponseContinuationToken? token) => owners.KeepToken(start.Route.Index, token);

    /// <param name="start">The attempt.</param>
    /// <param name="lease">What it took.</param>
    /// <param name="failure">What went wrong.</param>
    /// <param name="usage">What the provider reported, where the failure came as a response that is over: then it is charged.</param>
    public void Failed(in AttemptStart start, ref Lease lease, RouteFailure failure, UsageDetails? usage = null)
    {
        long now = clock.Now;

        // Before the slot is free: whoever waits for it must not walk into the same refusal.
        if (now < start.Deadline)
            Unhealthy(start, failure, now);
        else if (start.IsProbe)
            start.Route.Undecided(start.StartedAt, now);
        if (usage is not null && failure.Kind is not (FailureKind.Timeout or FailureKind.TruncatedStream))
            Settlement.ByUsage(start, ref lease, usage, estimatedOutput: 0, now);
        else
            Settlement.OfFailure(start, ref lease, failure.Kind, now);
        Observed(start, failure, now);
        start.Report.Failed(start.Route.Name, clock.ToTimeSpan(now - start.StartedAt), failure, SendsOf(start));
    }

    /// <summary>
    /// Learns from what the wire said, once an attempt has failed, served, or begun to stream: before a lease is settled by use, for the
    /// provider counted it as it was taken, and after one was refused, for the provider did not count it.
    /// </summary>
    public void Observed(in AttemptStart start, RouteFailure? failure, long now)
    {
        if ((start.Observation is not null || failure is not null) && !start.IsPoll)
            _observations.Record(start, failure, now);
    }

    /// <summary>Null while nobody observes: then nobody knows.</summary>
    public static int? SendsOf(in AttemptStart start) => start.Observation is { Sends: > 0 and var sends } ? sends : null;

    /// <summary>The caller gave up: no word on the route's health, and the lease is settled by what flowed.</summary>
    public void Cancelled(in AttemptStart start, ref Lease lease, long outputSoFar)
    {
        long now = clock.Now;

        // Before the slot is free: whoever waits for the route looks then, and must find the probe given back.
        if (start.IsProbe)
            start.Route.Undecided(start.StartedAt, now);
        Settlement.ByFlow(start, ref lease, outputSoFar, now);
    }

    /// <summary>The provider has let the call in: there is capacity, and the key and the model are good. A stream has yet to show that it ends well.</summary>
    public static void Accepted(in AttemptStart start)
    {
        if (!IsNews(start))
            return;
        Route route = start.Route;
        route.Quota.Availability.Succeeded(start.StartedAt);
        route.Quota.Slots.Succeeded();
        route.Quota.Within?.Slots.Succeeded();
        route.Health.Accepted(start.StartedAt);
        TellOfProbe(start);
    }

    /// <summary>The route has served: told once for an attempt, when it has ended well.</summary>
    public void Healthy(in AttemptStart start, long now)
    {
        Route route = start.Route;
        if (IsNews(start) && route.Health.Served(start.StartedAt, now))
            CircuitClosed(route, now);
        TellOfProbe(start);
        if (log.IsEnabled(LogLevel.Debug))
            Log.Served(log, route.Name, clock.ToTimeSpan(now - start.StartedAt).TotalMilliseconds, start.Report.Attempts.Count);
    }

    /// <summary>A poll passes what holds up others, so it says nothing of that, unless it was sent to find out.</summary>
    private static bool IsNews(in AttemptStart start) => start is not { IsPoll: true, IsProbe: false };

    /// <summary>What a probe opened is open to those who wait.</summary>
    private static void TellOfProbe(in AttemptStart start)
    {
        if (start.IsProbe)
            start.Route.Tell();
    }

    /// <summary>A provider that has just come back is not to be run over; routes that share its quota have not been away.</summary>
    private void CircuitClosed(Route route, long now)
    {
        Log.CircuitClosed(log, route.Name);
        if (route.OwnsQuota)
            route.Quota.Slots.Ramp.BeginAgain(route.Quota.Slots.InFlight, now);
    }

    public void Unhealthy(in AttemptStart start, RouteFailure failure, long now)
    {
        Log.AttemptFailed(log, start.Route.Name, failure.Kind, failure.StatusCode, failure.ErrorCode, failure.RetryAfter);
        RouteEffect effect = failure.Kind == FailureKind.ModelNotFound && start.Demand.IsBoundAt(start.Route) ? RouteEffect.None : FailureEffect.Of(failure.Kind).OnRoute;
        Apply(effect, start, failure, now);
        if (start.IsProbe && (failure.ExceedsLimit || effect is RouteEffect.None or RouteEffect.LearnWindow or RouteEffect.CoolQuota))
            start.Route.Undecided(start.StartedAt, now);
    }

    private void Apply(RouteEffect effect, in AttemptStart start, RouteFailure failure, long now)
    {
        Route route = start.Route;
        Quota refused = failure.Scope == FailureScope.Account ? route.Quota.Within ?? route.Quota : route.Quota;
        switch (effect)
        {
            case RouteEffect.CoolQuota or RouteEffect.CloseQuota when failure.ExceedsLimit:
                // A smaller request still fits, and the limit has been learned.
                break;
            case RouteEffect.CoolQuota:
                Cool(refused.Cooldown, failure, start.StartedAt, now);
                break;
            case RouteEffect.CloseQuota when refused.Closure.Shut(failure.RetryAfter, start.StartedAt, now):
            case RouteEffect.CloseRoute when route.Health.Closure.Shut(failure.RetryAfter, start.StartedAt, now):
                Log.RouteClosed(log, route.Name, failure.Kind);
                break;
            case RouteEffect.CoolRoute:
                Cool(route.Health.Cooldown, failure, start.StartedAt, now);
                Count(route, now);
                break;
            case RouteEffect.Count:
                if (failure.RetryAfter is { } stated)
                    route.Health.Cooldown.Extend(stated, now);
                Count(route, now);
                break;
            case RouteEffect.LearnWindow when route.LearnWindow(failure, start.Demand, now):
                Log.WindowLearned(log, route.Name, route.Window);
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
            Log.CircuitOpened(log, route.Name);
    }
}
