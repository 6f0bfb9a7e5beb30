using System.Runtime.ExceptionServices;
using CapacityRouting.Attempts;
using CapacityRouting.Capacity;
using CapacityRouting.Diagnostics;
using CapacityRouting.Failures;
using CapacityRouting.Routing;
using Microsoft.Extensions.Logging;

namespace CapacityRouting;

/// <summary>
/// The one loop that takes a request from route to route, for streams and whole responses alike: admit, attempt, decide.
/// Nothing below it knows that failover exists.
/// </summary>
internal sealed class FailoverLoop(RouteTable table, AttemptRecorder recorder, ILogger log)
{
    private readonly Clock _clock = recorder.Clock;
    private readonly AdmissionControl _admissions = new(table.Routes, recorder.Clock);

    private WaitingRoom WaitingRoom => new(_admissions, _clock, log);

    public async ValueTask<TResult> RunAsync<TResult>(
        Func<AttemptStart, ValueTask<AttemptOutcome<TResult>>> attempt, Demand demand, RoutingReport report, CancellationToken cancellationToken)
        where TResult : class
    {
        long now = _clock.Now;
        RoutingPolicy policy = table.Policy;
        RequestBudget budget = policy.BudgetFor(demand.Routing, now);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!_admissions.TryAdmit(demand, budget, now, report, out Admission admission))
            {
                admission = await WaitingRoom.WaitAsync(demand, budget, report, cancellationToken).ConfigureAwait(false);
                now = _clock.Now;
            }

            if (admission.Route is not { } route)
                throw NoRoute(demand, report, now);
            report.Attempting(route.Name, admission.Lease.Taken.Tokens);
            AttemptOutcome<TResult> outcome = await attempt(new(recorder, admission, demand, now, budget.Deadline, report, cancellationToken)).ConfigureAwait(false);
            if (outcome.IsCancelled)
                throw new OperationCanceledException(cancellationToken);
            if (outcome.Failure is not { } failure)
            {
                report.ServedBy = route.Name;
                return outcome.Result!;
            }

            now = _clock.Now;
            budget.Failed(route);
            if (failure.Kind == FailureKind.ContextLengthExceeded)
                budget.WasTooSmall(Math.Max(route.Window, route.Traits.MaxInputTokens ?? 0));
            switch (FailoverRule.After(failure, policy, budget, now))
            {
                case NextStep.Surface when failure.Exception is { } own:
                    ExceptionDispatchInfo.Throw(own);
                    break;
                case NextStep.Surface when outcome.Result is { } response:
                    return response;
                case NextStep.GiveUp or NextStep.Surface:
                    throw NoRoute(demand, report, now);
            }
        }
    }

    private NoRouteAvailableException NoRoute(in Demand demand, RoutingReport report, long now)
    {
        TimeSpan? retryAfter = _admissions.EarliestWait(demand, now);
        Log.NoRoute(log, report.Attempts.Count, retryAfter);
        return new(NoRouteMessage.For(report, retryAfter), retryAfter, report, report.Attempts is [.., var last] ? last.Failure?.Exception : null);
    }
}
