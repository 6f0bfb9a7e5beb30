using System.Runtime.ExceptionServices;
using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Routing;
using CapacityRouting.Telemetry;
using CapacityRouting.Time;

namespace CapacityRouting.Queueing;

/// <summary>
/// The requests that no route can take now. The start of each is known when it joins. A request that would start too late is refused at once. No waiter takes capacity that a waiter before it waits for.
/// Nothing polls: a released slot or unit notifies the queue, and a timer fires when the next start is due.
/// </summary>
/// <remarks>
/// Thread-safe. One lock guards the line. Only waiters take it, and callers that release capacity while a waiter wants it. No user code runs under the lock: no
/// estimator, no logger, no time provider. The cost of a step does not grow with the length of the line.
/// </remarks>
internal sealed class AdmissionQueue : ISlotWatcher
{
    private readonly RouteTable _table;
    private readonly Clock _clock;
    private readonly RoutingEvents _events;
    private readonly TimeProvider _time;
    private readonly GuardedLine _line;
    private readonly Dispatcher _dispatcher;
    private readonly TaskCompletionSource _closed;

    public AdmissionQueue(RouteTable table, Clock clock, RoutingEvents events)
    {
        (_table, _clock, _events) = (table, clock, events);
        _time = clock.IsReal ? clock.Provider : SafeTimer.TimeOf(clock, events, nameof(AdmissionQueue));
        _line = new(table, this);
        _dispatcher = new(table, _line, clock, events, this);
        _closed = new(clock.IsReal ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None);
    }

    /// <summary>The routes at which a waiter is expected to start, in this line or in another one over the same quota. A newcomer takes none of them without looking at the line.</summary>
    public ulong Awaited => _line.Awaited | (_table.HasShared ? _table.ContestedFor(this) : 0);

    /// <summary>Waits for an admission. At the end the ticket holds it: an admission without a route when no route will have room in time.</summary>
    /// <exception cref="ObjectDisposedException">The router is disposed.</exception>
    public ValueTask WaitAsync(RequestDemand demand, in RequestBudget budget, QueueTicket ticket, RoutingReport report, CancellationToken cancellationToken)
    {
        long now = _clock.Now;
        Waiter waiter = WaiterFor(demand, budget, ticket, now);
        return TryJoin(waiter, report, now) ? new(EndOfWaitAsync(waiter, cancellationToken)) : default;
    }

    /// <summary>
    /// Lets a time pass outside of the line, before a request asks a route again. The request holds no slot meanwhile, and no waiter is behind it. A cancellation ends the time without an exception.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The router is disposed.</exception>
    public async ValueTask PauseAsync(long ticks, CancellationToken cancellationToken)
    {
        await _closed.Task.WaitAsync(_clock.ToWait(ticks), _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_closed.Task.IsCompleted)
            throw GuardedLine.Closed();
    }

    /// <summary>Whether a request that arrives now would start within its patience, or may.</summary>
    public bool WouldStart(RequestDemand demand, in RequestBudget budget, long now)
    {
        Waiter waiter = WaiterFor(demand, budget, new(budget.ArrivedAt, budget.Number), now);
        return Expect(waiter, now).IsInTime(waiter);
    }

    /// <summary>Whether the line has reached its maximum length.</summary>
    public bool IsFull => _line.Count >= _table.Policy.MaxQueueLength;

    /// <summary>When and where a request would start if it arrived now.</summary>
    public ExpectedStart Expect(RequestDemand demand, in RequestBudget budget, long now) => Expect(WaiterFor(demand, budget, new(budget.ArrivedAt, budget.Number), now), now);

    /// <summary>The time until some route can take the request, after the waiters in line. Null when no route ever can, or when the time is unknown.</summary>
    public TimeSpan? EarliestWait(RequestDemand demand, long now) =>
        Expect(demand, _table.Policy.BudgetFor(demand.Routing, now), now) is { Route: not null, Start: var start } && start - now < Clock.Never ? _clock.ToTimeSpan(Math.Max(0, start - now)) : null;

    /// <summary>Applies changed settings: waiters may fit other routes now.</summary>
    public void Reconsider()
    {
        foreach (Waiter waiter in _line.All())
            _line.Reshape(waiter, QueueShape.Of(waiter, waiter.Planned, _table.Routes));
        _dispatcher.Dispatch();
    }

    /// <summary>Ends all waits with an <see cref="ObjectDisposedException"/> and admits no more waiters.</summary>
    public void Close()
    {
        foreach (Waiter waiter in _line.Close())
            waiter.End(GuardedLine.Closed());
        _closed.TrySetResult();
        _dispatcher.Close();
    }

    void ISlotWatcher.OnReleased() => _dispatcher.Dispatch();

    private Waiter WaiterFor(RequestDemand demand, in RequestBudget budget, QueueTicket ticket, long now) =>
        new(demand, budget, ticket, now, _table.Policy.PreferredPatienceOf(demand.Routing), _clock.IsReal);

    private ExpectedStart Expect(Waiter newcomer, long now) => _line.Expect(newcomer, new Aging(now, _table.Policy.AgingTicks));

    /// <returns>Whether the request waits. Otherwise it has started, or is refused.</returns>
    private bool TryJoin(Waiter waiter, RoutingReport report, long now)
    {
        ExpectedStart expected = Expect(waiter, now);
        waiter.Tokens = (expected.Route ?? _table.Routes[0]).LikelyTokensOf(waiter.Demand);
        if (!expected.IsInTime(waiter) || TryStart(waiter, expected, now))
            return false;
        waiter.HasWaited = expected.Start > now;
        QueueShape shape = QueueShape.Of(waiter, expected.Route, _table.Routes);
        if (!_line.TryAdd(waiter, shape, expected.Route, _table.Policy.MaxQueueLength, out bool isFirst))
        {
            LineIsFull(shape.Fits, report);
            return false;
        }

        Joined(expected, isFirst, now);
        return true;
    }

    /// <summary>Starts a request whose expected start is now. It may pass the line: no waiter comes before it.</summary>
    private bool TryStart(Waiter waiter, in ExpectedStart expected, long now)
    {
        if (expected.Start > now || !expected.Route!.TryAdmit(waiter.Demand, _table.Policy.ReserveOf(waiter.Demand.Priority), now, out Admission admission))
            return false;
        waiter.Ticket.Admission = admission;
        _line.Charge(waiter);
        _line.TakeTurn(waiter, expected.Route)?.NotifyReleased();
        return true;
    }

    private void LineIsFull(ulong routes, RoutingReport report) =>
        report.LineIsFull(_table.Policy.MaxQueueLength, _table.Routes.Where(route => (routes & route.Bit) != 0).Select(route => route.Name));

    private void Joined(ExpectedStart expected, bool isFirst, long now)
    {
        if (expected is { Route: { } route, Start: var start } && start > now)
            _events.Tell(RoutingEvent.Waiting(route.Name, _clock.ToTimeSpan(start - now)));

        // Routes may have changed since the forecast, so the first waiter of a shape triggers a pass. One behind it need not: it starts only after the first, which is notified.
        if (isFirst)
            _dispatcher.Dispatch();
    }

    private async Task EndOfWaitAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        Task slept = Sleep(waiter, cancellationToken, out Exception? untimed);
        await slept.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // The start may be due exactly at the end of the wait, and the alarm may fire after the timeout.
        if (!waiter.Ended.IsCompleted && !cancellationToken.IsCancellationRequested)
            _dispatcher.Dispatch();
        if (!TryLeave(waiter))
            await waiter.Ended.ConfigureAwait(false);
        if (untimed is not null && waiter.Ticket.Admission.Route is null)
            ExceptionDispatchInfo.Throw(untimed);
        if (!cancellationToken.IsCancellationRequested)
            return;
        waiter.GiveBack(_clock.Now);
        throw new OperationCanceledException(cancellationToken);
    }

    /// <param name="waiter">The request.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    /// <param name="untimed">What the injected time provider threw instead of making a timer. A wait without a timer might never end.</param>
    private Task Sleep(Waiter waiter, CancellationToken cancellationToken, out Exception? untimed)
    {
        untimed = null;
        try
        {
            return waiter.Ended.WaitAsync(_clock.ToWait(Math.Max(0, waiter.Latest - waiter.JoinedAt)), _time, cancellationToken);
        }
        catch (Exception thrown)
        {
            untimed = thrown;
            return Task.CompletedTask;
        }
    }

    /// <returns>False when the wait had ended before.</returns>
    private bool TryLeave(Waiter waiter)
    {
        if (!_line.Remove(waiter))
            return false;

        // A waiter behind it may be able to start now.
        _dispatcher.Dispatch();
        return true;
    }
}
