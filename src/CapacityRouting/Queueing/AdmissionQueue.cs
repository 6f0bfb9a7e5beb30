using System.Runtime.ExceptionServices;
using CapacityRouting.Capacity;
using CapacityRouting.Diagnostics;
using CapacityRouting.Routing;

namespace CapacityRouting.Queueing;

/// <summary>
/// Where requests wait that no route can take now. The start of each is known when it joins; a request that would start too late is refused at once, and none overtakes another.
/// Whoever makes room tells the queue, and a timer goes off when the next start is due; nothing polls.
/// </summary>
/// <remarks>
/// Thread-safe. There is a lock, which those take who wait, and those who make room where somebody waits for it. Nothing of a user's is called under it: no
/// estimator, no logger, no time. Every step costs the same however long the line is.
/// </remarks>
internal sealed partial class AdmissionQueue(RouteTable table, AdmissionControl admissions, Clock clock, RoutingEvents events) : ISlotWatcher, IDisposable
{
    // One for each thread: a forecast lasts for one request's look.
    [ThreadStatic]
    private static StartForecast? _spare;

    private readonly object _gate = new();
    private readonly TimeProvider _time = SafeTimer.TimeOf(clock, events, nameof(AdmissionQueue));
    private WaitingLine? _line;
    private bool _isDisposed;

    /// <summary>The routes at which somebody is expected to start, of this line or of another one over the same quota. Who comes may not take them unseen.</summary>
    public ulong Awaited => Line.Count == 0 && !table.HasShared ? 0 : Line.Awaited | Contested();

    private WaitingLine Line => _line ??= new(table, this);

    /// <returns>An admission without a route when none will have room in time.</returns>
    /// <exception cref="ObjectDisposedException">The router is disposed.</exception>
    public async ValueTask<Admission> WaitAsync(RequestDemand demand, RequestBudget budget, QueueTicket ticket, RoutingReport report, CancellationToken cancellationToken)
    {
        long now = clock.Now;
        Waiter waiter = WaiterFor(demand, budget, ticket, now);
        admissions.Explain(demand, budget, now, report);
        if (!TryJoin(waiter, report, now, out Admission admission))
            return admission;
        Exception? untimed = await SleepAsync(waiter, now, cancellationToken).ConfigureAwait(false);

        // Its start may be due at the very end of its wait, and the alarm come after the timeout.
        if (!waiter.Ended.IsCompleted && !cancellationToken.IsCancellationRequested)
            Dispatch();
        admission = TryLeave(waiter) ? default : await waiter.Ended.ConfigureAwait(false);
        if (untimed is not null && admission.Route is null)
            ExceptionDispatchInfo.Throw(untimed);
        if (!cancellationToken.IsCancellationRequested)
            return admission;
        if (admission.Route is not null)
            GiveBack(waiter, admission);
        throw new OperationCanceledException(cancellationToken);
    }

    /// <returns>What the injected time threw instead of a timer. Who waits without one might wait for ever.</returns>
    private async ValueTask<Exception?> SleepAsync(Waiter waiter, long now, CancellationToken cancellationToken)
    {
        try
        {
            Task slept = waiter.Ended.WaitAsync(clock.ToWait(Math.Max(0, waiter.Latest - now)), _time, cancellationToken);
            await slept.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return null;
        }
        catch (Exception thrown)
        {
            return thrown;
        }
    }

    /// <summary>When and where a request would start that came now.</summary>
    public ExpectedStart Expect(RequestDemand demand, in RequestBudget budget, long now) => Expect(WaiterFor(demand, budget, new(now), now), now);

    /// <summary>How long until some route can take the request, after those who wait already; null when none ever can, or when nobody can know.</summary>
    public TimeSpan? EarliestWait(RequestDemand demand, long now) =>
        Expect(demand, table.Policy.BudgetFor(demand.Routing, now), now) is { Route: not null, Start: var start } ? clock.ToTimeSpan(Math.Max(0, start - now)) : null;

    /// <summary>What a call took that had waited: its tenant is charged that, instead of what was likely.</summary>
    public void Correct(TenantAccount account, long tokens)
    {
        lock (_gate)
            account.Charge(tokens);
    }

    /// <summary>Ends all waits with an <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        Waiter[] waiters;
        lock (_gate)
        {
            _isDisposed = true;
            waiters = [.. Line.All];
            foreach (Waiter waiter in waiters)
                Line.Remove(waiter);
        }

        foreach (Waiter waiter in waiters)
        {
            waiter.Fault = Disposed();
            waiter.End(default);
        }

        LeaveTurns();
        _alarm?.Dispose();
    }

    void ISlotWatcher.Left() => Dispatch();

    private static ObjectDisposedException Disposed() => new(nameof(CapacityAwareChatClient));

    private Waiter WaiterFor(RequestDemand demand, in RequestBudget budget, QueueTicket ticket, long now) =>
        new(demand, budget, ticket, now, table.Policy.PreferredPatienceOf(demand.Routing), clock.IsReal);

    private StartForecast RentForecast()
    {
        StartForecast forecast = _spare is { } spare && spare.IsOf(this) ? spare : new(table, this);
        _spare = null;
        return forecast;
    }

    private static void ReturnForecast(StartForecast forecast) => _spare = forecast;

    private ExpectedStart Expect(Waiter newcomer, long now)
    {
        StartForecast forecast = RentForecast();
        lock (_gate)
            Line.ForeseeNewcomer(forecast, newcomer);
        ExpectedStart expected = ExpectedStart.Of(newcomer, forecast, table, now);
        ReturnForecast(forecast);
        return expected;
    }

    /// <returns>Whether it waits. If not it goes at once, or is refused.</returns>
    private bool TryJoin(Waiter waiter, RoutingReport report, long now, out Admission admission)
    {
        admission = default;
        waiter.Rank = WaitingLine.AgedRank(waiter, now, table.Policy.AgingTicks);
        ExpectedStart expected = Expect(waiter, now);
        waiter.Tokens = (expected.Route ?? table.Routes[0]).LikelyTokensOf(waiter.Demand);
        if (!expected.IsInTime(waiter))
            return false;
        if (expected.Start <= now && TryAdmit(expected.Route!, waiter, now, out admission))
        {
            lock (_gate)
                Charge(waiter);
            return false;
        }

        waiter.HasWaited = expected.Start > now;
        if (!TryAdd(waiter, expected, report))
            return false;
        if (expected is { Route: { } route, Start: var start } && start > now)
            events.Tell(RoutingEvent.Waiting(route.Name, clock.ToTimeSpan(start - now)));
        return true;
    }
}
