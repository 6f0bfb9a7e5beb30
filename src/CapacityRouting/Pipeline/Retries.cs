using CapacityRouting.Health;
using CapacityRouting.Queueing;
using CapacityRouting.Routing;

namespace CapacityRouting.Pipeline;

/// <summary>
/// The retries of requests that have no other route left. A retry opens the routes again that have failed the request, and admission takes the one that can start first. A stated wait
/// is kept by the route's cooldown, any other by a pause here.
/// </summary>
internal sealed class Retries(RouteTable table, AdmissionQueue queue, RetryBudget budget, RetryBackoff backoff)
{
    /// <summary>Earns the share of one request in the budget of all.</summary>
    public void Earn() => budget.Earn();

    /// <summary>Notes a failed attempt. A request whose state is lost begins anew, on any route; one that takes another form may go to the same route. Else the route is closed to the request, and may be opened again where the failure is one to retry.</summary>
    public static void Note(Attempt attempt, RouteFailure failure)
    {
        ref RequestBudget left = ref attempt.Call.Budget;
        if (failure.IsStateLost)
        {
            attempt.Demand.Restart();
            left.Restarted();
            return;
        }

        if (attempt.Demand.TryAdapt(attempt.Route, failure))
        {
            left.Restarted();
            return;
        }

        left.Failed(attempt.Route, attempt.Route.TooSmallFor(attempt.Demand, failure));
        if (RetryRule.MayRepeat(attempt, failure))
            left.MayAskAgain(attempt.Route, afterStatedWait: failure.RetryAfter is not null);
    }

    /// <summary>Opens routes again for a request that has no other.</summary>
    /// <param name="call">The call.</param>
    /// <param name="failedAt">When its last attempt failed.</param>
    /// <param name="now">The caller's one reading of the clock.</param>
    /// <returns>Whether a route is open to the request again. The pause is then over, or the caller has cancelled.</returns>
    /// <exception cref="ObjectDisposedException">The router is disposed.</exception>
    public ValueTask<bool> TryReopenAsync(CallContext call, long failedAt, long now)
    {
        if (PauseOf(call, failedAt, now) is not { } pause)
            return new(false);
        call.Budget.Reopen();
        return pause > 0 ? PausedAsync(pause, call.Caller) : new(true);
    }

    private async ValueTask<bool> PausedAsync(long pause, CancellationToken caller)
    {
        await queue.PauseAsync(pause, caller).ConfigureAwait(false);
        return true;
    }

    /// <returns>The pause in ticks, paid for; null where no route may be asked again, or none would start in time.</returns>
    private long? PauseOf(CallContext call, long failedAt, long now)
    {
        RequestBudget reopened = call.Budget;
        if (!reopened.MayRepeat || reopened.IsSpent(now) || reopened.Repeated >= table.Policy.MostRepeatsOf(call.Demand.Routing))
            return null;
        long due = reopened.NeedsBackoff ? failedAt + backoff.After(reopened.Repeated) : now;
        long latest = reopened.LatestStart(now);
        bool hasTime = due < reopened.Deadline && (due <= now || latest > now);
        reopened.Reopen();
        return hasTime && queue.WouldStart(call.Demand, reopened, now) && budget.TrySpend(now) ? Math.Max(0, Math.Min(due, latest) - now) : null;
    }
}
