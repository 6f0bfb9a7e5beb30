using System.Runtime.ExceptionServices;
using CapacityRouting.Queueing;
using CapacityRouting.Routing;
using CapacityRouting.Time;

namespace CapacityRouting.Pipeline;

/// <summary>
/// The one loop that takes a call of any kind from route to route: admit, attempt, decide. What starts next is decided only here. The parts below
/// do not know that failover exists.
/// </summary>
internal sealed class CallPipeline(RouteTable table, AdmissionControl admissions, AdmissionQueue queue, Retries retries, AttemptServices services)
{
    private readonly Clock _clock = services.Clock;

    /// <summary>Runs a new request.</summary>
    public ValueTask<TResult> RunAsync<TResult>(Call<TResult> call)
        where TResult : class
    {
        long now = _clock.Now;
        if (!call.Demand.IsPoll)
            retries.Earn();
        call.Budget = table.Policy.BudgetFor(call.Demand.Routing, now);
        return RunAsync(call, now);
    }

    /// <summary>Whether a request whose answer has broken off may continue on another route.</summary>
    public bool MayResume(in RequestBudget budget) => !budget.IsSpent(_clock.Now);

    /// <summary>Runs the rest of a request whose answer has broken off, with the rest of its budget.</summary>
    public ValueTask<TResult> ResumeAsync<TResult>(Call<TResult> call)
        where TResult : class => RunAsync(call, _clock.Now);

    private async ValueTask<TResult> RunAsync<TResult>(Call<TResult> call, long now)
        where TResult : class
    {
        RouteFailure? last = null;
        while (true)
        {
            call.Caller.ThrowIfCancellationRequested();
            if ((TryAdmit(call, now) ?? await AdmitLaterAsync(call, now).ConfigureAwait(false)) is not { } attempt)
                return EndUnserved(call, last, isLeft: admissions.IsLeft(call.Demand, call.Budget));
            AttemptOutcome<TResult> outcome;
            try
            {
                Begin(attempt);
                outcome = await call.AttemptAsync(attempt).ConfigureAwait(false);
            }
            catch
            {
                // Whatever was thrown, an attempt without an outcome must keep nothing.
                attempt.Abandon();
                throw;
            }

            if (outcome.IsCancelled)
                throw new OperationCanceledException(call.Caller);
            if (outcome.Failure is null)
                return outcome.Result!;
            last = outcome.Failure;
            now = _clock.Now;
            switch (After(call, attempt, outcome, now))
            {
                case NextStep.Surface: return Surface(outcome);
                case NextStep.GiveUp: return EndUnserved(call, last, isLeft: false);
            }
        }
    }

    /// <summary>Waits for a route. Where none is left, the routes that have failed the request may be asked again.</summary>
    /// <param name="call">The call.</param>
    /// <param name="since">When it began to wait: at its arrival, or after its last failure.</param>
    /// <returns>Null where no route takes it in time.</returns>
    private async ValueTask<Attempt?> AdmitLaterAsync(CallContext call, long since)
    {
        long now = since;
        Attempt? attempt = null;
        while (attempt is null)
        {
            admissions.Explain(call.Demand, call.Budget, now, call.Report);
            try
            {
                await call.WaitAsync(queue).ConfigureAwait(false);
            }
            finally
            {
                // A cancelled call has waited too.
                now = Waited(call, since: now);
            }

            attempt = AfterWait(call, now);
            if (attempt is not null)
                break;
            if (!await retries.TryReopenAsync(call, since, now).ConfigureAwait(false))
                return null;
            now = Waited(call, since: now);
            call.Caller.ThrowIfCancellationRequested();
            attempt = TryAdmit(call, now);
        }

        return attempt;
    }

    /// <returns>Null where the request has to wait, or prefers to.</returns>
    private Attempt? TryAdmit(CallContext call, long now)
    {
        bool isAdmitted = admissions.TryPoll(call.Demand, call.Budget, out Admission admission)
            || admissions.TryAdmit(call.Demand, call.Budget, queue.Awaited, now, call.Report, out admission)
            || (admissions.GoesPastAdvice(call.Demand, call.Budget, now) && admissions.TryAdmitPastAdvice(call.Demand, call.Budget, now, out admission));
        return isAdmitted ? new(services, call, admission, now) : null;
    }

    /// <returns>Null where the wait was in vain, and more than advice stands in the way.</returns>
    private Attempt? AfterWait(CallContext call, long now)
    {
        Admission admission = call.TakeAdmission();
        bool isAdmitted = admission.Route is not null || (!call.Budget.IsSpent(now) && admissions.TryAdmitPastAdvice(call.Demand, call.Budget, now, out admission));
        return isAdmitted ? new(services, call, admission, now) : null;
    }

    private void Begin(Attempt attempt)
    {
        (CallContext call, Route route, long now) = (attempt.Call, attempt.Route, attempt.StartedAt);
        long end = call.Budget.AttemptEnd(now, hasOther: call.Budget.HasDeadline(now) && admissions.HasOther(call.Demand, call.Budget, route, now));
        attempt.Begin(end);
    }

    /// <summary>A failover is always allowed: else the outage of one model would lose calls that another one has room for.</summary>
    private NextStep After<TResult>(Call<TResult> call, Attempt attempt, in AttemptOutcome<TResult> outcome, long now)
        where TResult : class
    {
        RouteFailure failure = outcome.Failure!;
        bool isOfTheMatch = FailoverRule.MayBeOfTheMatch(failure, call.Demand, attempt.Route);
        if (isOfTheMatch)
            call.Refused(outcome);
        Retries.Note(attempt, failure);
        return FailoverRule.After(failure, table.Policy, isOfTheMatch, call.Budget, now);
    }

    /// <summary>Surfaces a failure that no other model can help: the provider's own exception, or its own response.</summary>
    private static TResult Surface<TResult>(in AttemptOutcome<TResult> outcome)
        where TResult : class
    {
        if (outcome.Failure!.Exception is { } own)
            ExceptionDispatchInfo.Throw(own);
        return outcome.Result!;
    }

    /// <summary>
    /// Ends a call that no route has served. If every route that fits has refused the request, the request itself is to blame. A router of one route throws what its client threw:
    /// there never was another route to speak of.
    /// </summary>
    /// <param name="call">The call.</param>
    /// <param name="last">The last failure, if there was one.</param>
    /// <param name="isLeft">Whether a route is left that may still take it later.</param>
    /// <exception cref="NoRouteAvailableException">No route was asked, or some route failed in another way or may still take it.</exception>
    private TResult EndUnserved<TResult>(Call<TResult> call, RouteFailure? last, bool isLeft)
        where TResult : class
    {
        if (!isLeft && call.Refusal is { } refusal)
            return Surface(refusal);
        NoRouteAvailableException noRoute = NoRoute(call, _clock.Now);
        if (table.Routes.Length == 1 && last?.Exception is { } own)
            ExceptionDispatchInfo.Throw(own);
        throw noRoute;
    }

    private long Waited(CallContext call, long since)
    {
        long now = _clock.Now;
        call.Budget.Waited(now - since);
        call.Report.AddWait(_clock.ToTimeSpan(now - since));
        return now;
    }

    private NoRouteAvailableException NoRoute(CallContext call, long now)
    {
        call.Report.Describe(exclusion => admissions.Describe(exclusion, call.Demand, now));
        return NoRouteMessage.Refuse(services, call.Report, queue.EarliestWait(call.Demand, now));
    }
}
