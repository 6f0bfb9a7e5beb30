using System.Runtime.ExceptionServices;
using CapacityRouting.Attempts;
using CapacityRouting.Capacity;
using CapacityRouting.Diagnostics;
using CapacityRouting.Health;
using CapacityRouting.Queueing;
using CapacityRouting.Routing;
using Microsoft.Extensions.Logging;

namespace CapacityRouting;

/// <summary>
/// The one loop that takes a request from route to route, for streams and whole responses alike: admit, attempt, decide.
/// Nothing below it knows that failover exists.
/// </summary>
internal sealed class FailoverLoop(RouteTable table, AdmissionControl admissions, WaitingRoom waitingRoom, RetryBudget retries, AttemptRecorder recorder, ILogger log)
{
    private readonly Clock _clock = recorder.Clock;

    /// <summary>A new request.</summary>
    public ValueTask<TResult> RunAsync<TResult>(Attempt<TResult> attempt, RequestDemand demand, RoutingReport report, CancellationToken cancellationToken)
        where TResult : class
    {
        long now = _clock.Now;
        if (demand.Affinity is not { IsPoll: true })
            retries.Earn();
        return RunAsync(attempt, demand, table.Policy.BudgetFor(demand.Routing, now), now, report, cancellationToken);
    }

    /// <summary>Whether a request whose answer has broken off may go on to another route.</summary>
    public bool MayResume(in RequestBudget budget, RoutingReport report)
    {
        long now = _clock.Now;
        return !budget.IsSpent(now) && MayFailOver(report, now);
    }

    /// <summary>The rest of a request whose answer has broken off.</summary>
    public ValueTask<TResult> ResumeAsync<TResult>(Attempt<TResult> attempt, RequestDemand demand, in RequestBudget budget, RoutingReport report, CancellationToken cancellationToken)
        where TResult : class => RunAsync(attempt, demand, budget, _clock.Now, report, cancellationToken);

    private async ValueTask<TResult> RunAsync<TResult>(
        Attempt<TResult> attempt, RequestDemand demand, RequestBudget budget, long now, RoutingReport report, CancellationToken cancellationToken)
        where TResult : class
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!admissions.TryPoll(demand, budget, out Admission admission) && (waitingRoom.IsOccupied || !admissions.TryAdmit(demand, budget, now, report, out admission)))
            {
                admission = await waitingRoom.WaitAsync(demand, budget, report, cancellationToken).ConfigureAwait(false);
                now = Waited(since: now, ref budget, report);
                if (admission.Route is null && !budget.IsSpent(now))
                    admissions.TryAdmitPastAdvice(demand, budget, now, out admission);
            }

            if (admission.Route is not { } route)
                throw NoRoute(demand, report, now);
            AttemptOutcome<TResult> outcome = await attempt(StartOf(route, admission, demand, budget, now, report, cancellationToken)).ConfigureAwait(false);
            if (outcome.IsCancelled)
                throw new OperationCanceledException(cancellationToken);
            if (outcome.Failure is not { } failure)
                return outcome.Result!;
            now = _clock.Now;
            budget.Failed(route, route.TooSmallFor(demand, failure));
            NextStep next = FailoverRule.After(failure, table.Policy, demand, budget, now);
            if (next == NextStep.Surface)
                return Surface(outcome, failure);

            if (next == NextStep.GiveUp || !MayFailOver(report, now))
                throw NoRoute(demand, report, now);
        }
    }

    /// <summary>From here on the attempt has the lease: whatever it does ends in a settlement. What throws before gives it back.</summary>
    private AttemptStart StartOf(Route route, in Admission admission, RequestDemand demand, in RequestBudget budget, long now, RoutingReport report, CancellationToken cancellationToken)
    {
        try
        {
            report.Attempting(route.Name, admission.Lease.Taken.Tokens);
            AttemptObservation? observation = ObservationOf(route, now);
            long end = budget.AttemptEnd(now, hasOther: budget.HasDeadline(now) && admissions.HasOther(demand, budget, route, now));
            AttemptTimes times = route.TimesOf(demand.Routing, isImpatient: route.Traits.Timeouts.IsAdaptiveFor(demand.Routing) && CouldGoOn(demand, budget, route, report, now));
            return new(recorder, admission, demand, now, budget, end, times, report, observation, cancellationToken);
        }
        catch
        {
            admission.GiveBack(now);
            throw;
        }
    }

    /// <summary>The first failover is never denied, or an outage of one model would lose calls that another one has room for.</summary>
    private bool MayFailOver(RoutingReport report, long now) => retries.TrySpend(now) || report.Attempts.Count <= 1;

    /// <summary>What the provider said of a request that no other model should get: its own exception, or its own response.</summary>
    private static TResult Surface<TResult>(in AttemptOutcome<TResult> outcome, RouteFailure failure)
        where TResult : class
    {
        if (failure.Exception is { } own)
            ExceptionDispatchInfo.Throw(own);
        return outcome.Result!;
    }

    /// <summary>What headers say of a quota is compared with what it held when the attempt began.</summary>
    private static AttemptObservation? ObservationOf(Route route, long now)
    {
        AttemptObservation? observation = AttemptObservation.ForAttempt();
        if (observation is not null)
            observation.Mark = route.Quota.Mark(now);
        return observation;
    }

    /// <summary>Whether the request could go on to another route if this one were given up: nobody's call is lost to impatience.</summary>
    private bool CouldGoOn(RequestDemand demand, in RequestBudget budget, Route route, RoutingReport report, long now) =>
        budget.MayTryAnother && (report.Attempts.Count == 0 || retries.MaySpend(now)) && admissions.HasRoomElsewhere(demand, budget, route, now);

    private long Waited(long since, ref RequestBudget budget, RoutingReport report)
    {
        long now = _clock.Now;
        budget.Waited(now - since);
        report.Waited += _clock.ToTimeSpan(now - since);
        return now;
    }

    private NoRouteAvailableException NoRoute(RequestDemand demand, RoutingReport report, long now)
    {
        TimeSpan? retryAfter = waitingRoom.EarliestWait(demand, now);
        Log.NoRoute(log, report.Attempts.Count, retryAfter);
        return new(NoRouteMessage.For(report, retryAfter), retryAfter, report, report.Attempts is [.., var last] ? last.Failure?.Exception : null);
    }
}
