using CapacityRouting.Capacity;
using CapacityRouting.Diagnostics;
using CapacityRouting.Failures;
using CapacityRouting.Ownership;
using CapacityRouting.Routing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace CapacityRouting.Attempts;

/// <summary>Settles the lease, tells the route's health and writes the report: everything that the end of an attempt changes.</summary>
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
        Settle(start, ref lease, usage, estimatedOutput, now);
        if (!start.IsPoll)
            start.Route.LearnOutput(start.Demand, usage?.OutputTokenCount ?? estimatedOutput);
        start.Report.Served(start.Route.Name, clock.ToTimeSpan(now - start.StartedAt), SendsOf(start));
        Healthy(start, now);
    }

    /// <summary>A background response has begun: what it will take is still to come, so all that was reserved for it counts.</summary>
    public void Begun(in AttemptStart start, ref Lease lease)
    {
        long now = clock.Now;
        Observed(start, failure: null, now);
        lease.Used(lease.Taken, now);
        start.Report.Served(start.Route.Name, clock.ToTimeSpan(now - start.StartedAt), SendsOf(start));
        Healthy(start, now);
    }

    /// <summary>Remembers that the route made what is its own in an answer.</summary>
    public void Keep(in AttemptStart start, ChatResponse response) => owners.Keep(start.Route.Index, response);

    /// <summary>As the other overload, of a stream's update: a conversation need be told only once. Allocates nothing where there is nothing to remember.</summary>
    public void Keep(in AttemptStart start, IList<AIContent> contents, string? conversationId) => owners.Keep(start.Route.Index, contents, conversationId);

    /// <summary>Remembers that what this stands for goes on at the route; of a stream's tokens, the last one.</summary>
    public void KeepToken(in AttemptStart start, ResponseContinuationToken? token) => owners.KeepToken(start.Route.Index, token);

    public void Failed(in AttemptStart start, ref Lease lease, RouteFailure failure)
    {
        long now = clock.Now;

        // Before the slot is free: whoever waits for it must not walk into the same refusal.
        if (now < start.Deadline)
            Unhealthy(start, failure, now);
        else if (start.IsProbe)
            start.Route.Undecided(now);
        SettleFailed(start, ref lease, failure.Kind, now);
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

    /// <summary>More has been written than was reserved: it is taken at once, into debt if need be.</summary>
    public static void Grow(in AttemptStart start, ref Lease lease, long outputSoFar, long now)
    {
        CapacityUnits grown = UnitsOf(start, lease.Taken.InputTokens, Math.Max(lease.Taken.OutputTokens, outputSoFar));
        lease.Grow(grown with { Cost = Math.Max(lease.Taken.Cost, CostOf(start, usage: null, outputSoFar, lease)) }, now);
    }

    /// <summary>The caller gave up: no word on the route's health, and the lease is settled by what flowed.</summary>
    public void Cancelled(in AttemptStart start, ref Lease lease, long outputSoFar)
    {
        long now = clock.Now;
        CapacityUnits used = UnitsOf(start, lease.Taken.InputTokens, ChargedOutput(start, outputSoFar));
        lease.Used(used with { Cost = CostOf(start, usage: null, outputSoFar, lease) }, now);
        if (start.IsProbe)
            start.Route.Undecided(now);
    }

    public static void Settle(in AttemptStart start, ref Lease lease, UsageDetails? usage, long estimatedOutput, long now)
    {
        long output = ChargedOutput(start, usage?.OutputTokenCount ?? estimatedOutput);
        if (usage is not null)
            start.Report.Used(usage.TotalTokenCount ?? (usage.InputTokenCount + usage.OutputTokenCount));
        long input = lease.Taken.InputTokens;
        if (usage?.InputTokenCount is { } total)
        {
            long cached = usage.CachedInputTokenCount ?? 0;
            input = Charged(total, cached, start.Route.Traits.Profile);
            if (!start.IsPoll)
                start.Route.LearnInput(start.Demand, Sent(total, cached));
        }

        lease.Used(UnitsOf(start, input, output) with { Cost = CostOf(start, usage, estimatedOutput, lease) }, now);
    }

    /// <summary>What the call costs: by what was read and written, whatever the limits of tokens count.</summary>
    private static long CostOf(in AttemptStart start, UsageDetails? usage, long estimatedOutput, in Lease lease)
    {
        if (start.Route.Traits.Cost is not { } cost)
            return 0;
        CapacityUnits tokens = CapacityUnits.OneRequest(usage?.InputTokenCount ?? lease.Taken.InputTokens, usage?.OutputTokenCount ?? estimatedOutput);
        return cost.Of(tokens.InputTokens, Math.Clamp(usage?.CachedInputTokenCount ?? 0, 0, Money.Most), tokens.OutputTokens);
    }

    private static CapacityUnits UnitsOf(in AttemptStart start, long input, long output) =>
        CapacityUnits.OneRequest(input, output, start.Route.Traits.Profile.OutputTokenWeight);

    /// <summary>What a provider counts of an output in the end: some keep what they charged for it at admission. What grew since then was our own count.</summary>
    private static long ChargedOutput(in AttemptStart start, long written)
    {
        ProviderProfile profile = start.Route.Traits.Profile;
        bool isKept = profile.ReservesMaxOutputTokens && !profile.ReturnsUnusedOutputTokens && start.Demand.MaxOutputTokens is not null;
        return isKept ? Math.Max(written, start.Lease.Taken.OutputTokens) : written;
    }

    /// <summary>What was sent, cached or not. Most clients report the cached part within the total; some beside it.</summary>
    private static long Sent(long total, long cached) => cached <= total ? total : total + cached;

    /// <summary>What a provider counts of an input.</summary>
    private static long Charged(long total, long cached, ProviderProfile profile)
    {
        long fresh = cached <= total ? total - cached : total;
        return fresh + (long)(cached * profile.CachedTokenWeight);
    }

    public void Healthy(in AttemptStart start, long now)
    {
        Route route = start.Route;

        // A poll passes what holds up others, so it says nothing of that, unless it was sent to find out.
        bool isNews = start is not { IsPoll: true, IsProbe: false };
        if (isNews)
        {
            route.Quota.Availability.Succeeded(start.StartedAt);
            route.Quota.Slots.Succeeded();
        }

        if (isNews && route.Health.Succeeded(start.StartedAt, now))
            CircuitClosed(route, now);

        // What a probe opened is open to those who wait, here and in other lines over the same account.
        if (start.IsProbe)
        {
            route.Quota.Slots.Tell();
            route.Quota.Within?.Slots.Tell();
        }

        if (log.IsEnabled(LogLevel.Debug))
            Log.Served(log, route.Name, clock.ToTimeSpan(now - start.StartedAt).TotalMilliseconds, start.Report.Attempts.Count);
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
            start.Route.Undecided(now);
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

    /// <summary>An attempt that ran out of time or broke off may have been charged in full; one that was turned away was not.</summary>
    private static void SettleFailed(in AttemptStart start, ref Lease lease, FailureKind kind, long now)
    {
        if (kind is FailureKind.Timeout or FailureKind.TruncatedStream or FailureKind.EmptyResponse)
            lease.Used(lease.Taken, now);
        else if (start.Route.Traits.Profile.ChargesFailedCalls)
            lease.Refused(now);
        else
            lease.Abandoned(now);
    }
}
