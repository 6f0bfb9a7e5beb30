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
        long latest = budget.LatestStart(arrived);
        for (long now = arrived; now <= latest; now = clock.Now)
        {
            if (admissions.TryAdmit(demand, budget, now, report, out Admission admission))
                return admission;
            Route[] candidates = admissions.Candidates(demand, budget, now, latest);
            WaitOutcome outcome = await WaitForAsync(candidates, demand, now, latest, cancellationToken).ConfigureAwait(false);
            if (outcome.Ended)
                return outcome.Admission;
        }

        return default;
    }

    /// <summary>
    /// Books where slots are free. Where none are, the line is for routes that nothing else keeps it from: where buckets have no room, or the
    /// route is shut, those in line would only hand the free slots round and round.
    /// </summary>
    private ValueTask<WaitOutcome> WaitForAsync(Route[] candidates, Demand demand, long now, long latest, CancellationToken cancellationToken)
    {
        if (candidates.Length == 0)
            return new(WaitOutcome.InVain);
        if (candidates.Where(route => !route.Quota.Slots.IsFull).MinBy(route => route.EarliestStart(demand, now)) is { } free)
            return BookAsync(free, demand, now, latest, cancellationToken);
        Route[] ready = Array.FindAll(candidates, route => route.EarliestStart(demand, now) <= now);
        return ready.Length > 0
            ? StandInLineAsync(ready, demand, latest, cancellationToken)
            : BookAsync(candidates.MinBy(route => route.EarliestStart(demand, now))!, demand, now, latest, cancellationToken);
    }

    /// <summary>Books the earliest start and sleeps until then.</summary>
    private async ValueTask<WaitOutcome> BookAsync(Route route, Demand demand, long now, long latest, CancellationToken cancellationToken)
    {
        if (route.ShutFor(now) is > 0 and var shut)
            return await SleepAsync(shut, cancellationToken).ConfigureAwait(false);
        if (!route.Quota.TryBook(route.UnitsOf(demand), now, latest, out Lease lease))
            return WaitOutcome.LookAgain;
        try
        {
            Log.Waiting(log, clock.ToTimeSpan(lease.Start - now).TotalMilliseconds, route.Name);
            await SleepAsync(lease.Start - now, cancellationToken).ConfigureAwait(false);

            // A route that began to cool down meanwhile is left for another one.
            if (route.ShutFor(clock.Now) > 0 || !await EnterAsync(lease, latest, cancellationToken).ConfigureAwait(false))
                return Leave(lease);
        }
        catch
        {
            lease.Abandoned(clock.Now);
            throw;
        }

        lease.Entered();
        return Pass(route, lease);
    }

    /// <summary>A shut route is not booked: that would take its quota away from the routes that share it.</summary>
    private async ValueTask<WaitOutcome> SleepAsync(long ticks, CancellationToken cancellationToken)
    {
        await Task.Delay(clock.ToWait(ticks), clock.Provider, cancellationToken).ConfigureAwait(false);
        return WaitOutcome.LookAgain;
    }

    private async ValueTask<bool> EnterAsync(Lease lease, long latest, CancellationToken cancellationToken) =>
        lease.TryEnter() || await SlotAsync([lease.Slots!], latest, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Waits for the first slot that any of the routes gives.</summary>
    private async ValueTask<WaitOutcome> StandInLineAsync(Route[] ready, Demand demand, long latest, CancellationToken cancellationToken)
    {
        Slots[] lines = [.. ready.Select(route => route.Quota.Slots).Distinct()];
        Slots? granted = await SlotAsync(lines, latest, cancellationToken).ConfigureAwait(false);
        if (granted is null)
            return WaitOutcome.InVain;
        Route route = Array.Find(ready, route => route.Quota.Slots == granted)!;
        return route.Quota.TryLeaseWithSlot(route.UnitsOf(demand), clock.Now, out Lease lease) ? Pass(route, lease) : WaitOutcome.LookAgain;
    }

    private WaitOutcome Pass(Route route, Lease lease) =>
        route.TryPass(clock.Now) ? new(new Admission(route, lease, route.IsShut)) : Leave(lease);

    /// <summary>Stands in several lines at once; null when the time is up first.</summary>
    private async ValueTask<Slots?> SlotAsync(Slots[] lines, long latest, CancellationToken cancellationToken)
    {
        SlotWaiter waiter = new(clock.IsReal);
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
