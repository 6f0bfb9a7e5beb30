using CapacityRouting.Capacity;
using CapacityRouting.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CapacityRouting.Routing;

/// <summary>
/// Where a request waits that no route can take now. If buckets will have room in time, the earliest is booked and the wait is
/// known at once; if only calls under way stand in the way, it stands in line for the first slot. Nobody polls.
/// </summary>
internal sealed class WaitingRoom(AdmissionControl admissions, Clock clock, ILogger log)
{
    /// <returns>An admission without a route when none will have room in time.</returns>
    public async ValueTask<Admission> WaitAsync(Demand demand, RequestBudget budget, RoutingReport report, CancellationToken cancellationToken)
    {
        long arrived = clock.Now;
        try
        {
            for (long now = arrived; now <= budget.LatestStart; now = clock.Now)
            {
                if (admissions.TryAdmit(demand, budget, now, report, out Admission admission))
                    return admission;
                WaitOutcome outcome = await BookAsync(demand, budget, now, cancellationToken).ConfigureAwait(false)
                    ?? await StandInLineAsync(demand, budget, now, cancellationToken).ConfigureAwait(false);
                if (outcome.Ended)
                    return outcome.Admission;
            }

            return default;
        }
        finally
        {
            report.Waited += clock.ToTimeSpan(clock.Now - arrived);
        }
    }

    /// <summary>Books the earliest start and sleeps until then; null when no bucket will have room in time.</summary>
    private async ValueTask<WaitOutcome?> BookAsync(Demand demand, RequestBudget budget, long now, CancellationToken cancellationToken)
    {
        if (EarliestFree(demand, budget, now) is not { } route)
            return null;
        if (!route.Quota.TryBook(route.UnitsOf(demand), now + route.ShutFor(now), budget.LatestStart, out Lease lease))
            return WaitOutcome.LookAgain;
        try
        {
            Log.Waiting(log, clock.ToTimeSpan(lease.Start - now).TotalMilliseconds, route.Name);
            await Task.Delay(clock.ToWait(lease.Start - now), clock.Provider, cancellationToken).ConfigureAwait(false);

            // A route that began to cool down meanwhile is left for another one.
            if (route.ShutFor(clock.Now) > 0 || !await EnterAsync(lease, budget, cancellationToken).ConfigureAwait(false))
                return Leave(lease);
        }
        catch
        {
            lease.Abandoned(clock.Now);
            throw;
        }

        lease.Entered();
        return route.TryPass(clock.Now) ? new(new Admission(route, lease)) : Leave(lease);
    }

    private Route? EarliestFree(Demand demand, RequestBudget budget, long now)
    {
        Route? earliest = null;
        long start = budget.LatestStart;
        foreach (Route route in admissions.Candidates(demand, budget))
        {
            long own = route.EarliestStart(demand, now);
            if (own > start || (own == start && earliest is not null) || route.Quota.Slots.IsFull)
                continue;
            (earliest, start) = (route, own);
        }

        return earliest;
    }

    private async ValueTask<bool> EnterAsync(Lease lease, RequestBudget budget, CancellationToken cancellationToken) =>
        lease.TryEnter() ||
        await SlotAsync([lease.Slots!], budget.LatestStart, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Waits for a slot of any route whose buckets have room: the wait ends when none is left.</summary>
    private async ValueTask<WaitOutcome> StandInLineAsync(Demand demand, RequestBudget budget, long now, CancellationToken cancellationToken)
    {
        Route[] full = [.. admissions.Candidates(demand, budget)
            .Where(route => route.EarliestStart(demand, now) <= budget.LatestStart)];
        if (full.Length == 0)
            return WaitOutcome.InVain;
        Slots[] lines = [.. full.Select(route => route.Quota.Slots).Distinct()];
        Slots? granted = await SlotAsync(lines, budget.LatestStart, cancellationToken).ConfigureAwait(false);
        if (granted is null)
            return WaitOutcome.InVain;
        Route route = Array.Find(full, route => route.Quota.Slots == granted)!;
        now = clock.Now;
        if (!route.Quota.TryLeaseWithSlot(route.UnitsOf(demand), now, out Lease lease))
            return WaitOutcome.LookAgain;
        return route.TryPass(now) ? new(new Admission(route, lease)) : Leave(lease);
    }

    /// <summary>Stands in several lines at once; null when the time is up first.</summary>
    private async ValueTask<Slots?> SlotAsync(Slots[] lines, long latest, CancellationToken cancellationToken)
    {
        SlotWaiter waiter = new();
        Array.ForEach(lines, line => line.Join(waiter));
        TimeSpan patience = clock.ToWait(Math.Max(0, latest - clock.Now));
        await ((Task)waiter.Granted.WaitAsync(patience, clock.Provider, cancellationToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        waiter.Cancel();
        Array.ForEach(lines, line => line.GiveUp(waiter));
        Slots? granted = waiter.Granted.IsCompletedSuccessfully ? await waiter.Granted.ConfigureAwait(false) : null;
        if (cancellationToken.IsCancellationRequested)
            granted?.Leave();
        cancellationToken.ThrowIfCancellationRequested();
        return granted;
    }

    private WaitOutcome Leave(Lease lease)
    {
        lease.Abandoned(clock.Now);
        return WaitOutcome.LookAgain;
    }

    /// <summary>How one wait ended: with an admission, in vain, or with a reason to look at all routes again.</summary>
    private readonly record struct WaitOutcome(Admission Admission, bool Ended = true)
    {
        public static WaitOutcome InVain => new(default);

        public static WaitOutcome LookAgain => new(default, Ended: false);
    }
}
