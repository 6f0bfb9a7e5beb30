using System.Runtime.ExceptionServices;
using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Routing;
using CapacityRouting.Telemetry;
using CapacityRouting.Time;

namespace CapacityRouting.Queueing;

/// <summary>
/// Where requests wait that no route can take now. The start of each is known when it joins: a request that would start too late is refused at once, and none overtakes another.
/// Whoever makes room tells the queue, and a timer goes off when the next start is due; nothing polls.
/// </summary>
/// <remarks>
/// Thread-safe. There is a lock, which those take who wait, and those who make room where somebody waits for it. Nothing of a user's is called under it: no
/// estimator, no logger, no time. No step costs more for a longer line.
/// </remarks>
internal sealed class AdmissionQueue : ISlotWatcher
{
    private readonly RouteTable _table;
    private readonly Clock _clock;
    private readonly RoutingEvents _events;
    private readonly TimeProvider _time;
    private readonly GuardedLine _line;
    private readonly Dispatcher _dispatcher;

    public AdmissionQueue(RouteTable table, Clock clock, RoutingEvents events)
    {
        (_table, _clock, _events) = (table, clock, events);
        _time = clock.IsReal ? clock.Provider : SafeTimer.TimeOf(clock, events, nameof(AdmissionQueue));
        _line = new(table, this);
        _dispatcher = new(table, _line, clock, events, this);
    }

    /// <summary>The routes at which somebody is expected to start, of this line or of another one over the same quota. Who comes takes none of these unseen.</summary>
    public ulong Awaited => _line.Awaited | (_table.HasShared ? _table.ContestedFor(this) : 0);

    /// <summary>Waits for an admission, which the ticket has in the end: one without a route when none will have room in time.</summary>
    /// <exception cref="ObjectDisposedException">The router is disposed.</exception>
    public ValueTask WaitAsync(RequestDemand demand, in RequestBudget budget, QueueTicket ticket, RoutingReport report, CancellationToken cancellationToken)
    {
        long now = _clock.Now;
        Waiter waiter = WaiterFor(demand, budget, ticket, now);
        return TryJoin(waiter, report, now) ? new(EndOfWaitAsync(waiter, cancellationToken)) : default;
    }

    /// <summary>Whether as many wait as may.</summary>
    public bool IsFull => _line.Count >= _table.Policy.MaxQueueLength;

    /// <summary>When and where a request would start that came now.</summary>
    public ExpectedStart Expect(RequestDemand demand, in RequestBudget budget, long now) => Expect(WaiterFor(demand, budget, new(budget.ArrivedAt, budget.Number), now), now);

    /// <summary>How long until some route can take the request, after those who wait already; null when none ever can, or when nobody can know.</summary>
    public TimeSpan? EarliestWait(RequestDemand demand, long now) =>
        Expect(demand, _table.Policy.BudgetFor(demand.Routing, now), now) is { Route: not null, Start: var start } && start - now < Clock.Never ? _clock.ToTimeSpan(Math.Max(0, start - now)) : null;

    /// <summary>Settings have changed: who waits may fit other routes now.</summary>
    public void Reconsider()
    {
        foreach (Waiter waiter in _line.All())
            _line.Reshape(waiter, QueueShape.Of(waiter, waiter.Planned, _table.Routes));
        _dispatcher.Dispatch();
    }

    /// <summary>Ends all waits with an <see cref="ObjectDisposedException"/>, and lets nobody join any more.</summary>
    public void Close()
    {
        foreach (Waiter waiter in _line.Close())
            waiter.End(GuardedLine.Closed());
        _dispatcher.Close();
    }

    void ISlotWatcher.OnReleased() => _dispatcher.Dispatch();

    private Waiter WaiterFor(RequestDemand demand, in RequestBudget budget, QueueTicket ticket, long now) =>
        new(demand, budget, ticket, now, _table.Policy.PreferredPatienceOf(demand.Routing), _clock.IsReal);

    private ExpectedStart Expect(Waiter newcomer, long now) => _line.Expect(newcomer, new Aging(now, _table.Policy.AgingTicks));

    /// <returns>Whether it waits. If not it goes at once, or is refused.</returns>
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

    /// <summary>A request whose start is now goes past the line: nobody in it is before it.</summary>
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

        // What it waits for may have changed since it looked. Behind another one of its shape it goes only after that one, which is told.
        if (isFirst)
            _dispatcher.Dispatch();
    }

    private async Task EndOfWaitAsync(Waiter waiter, CancellationToken cancellationToken)
    {
        Task slept = Sleep(waiter, cancellationToken, out Exception? untimed);
        await slept.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // Its start may be due at the very end of its wait, and the alarm come after the timeout.
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

    /// <param name="waiter">Who waits.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <param name="untimed">What the injected time threw instead of a timer. Who waits without one might wait for ever.</param>
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

    /// <returns>False when its wait had ended before.</returns>
    private bool TryLeave(Waiter waiter)
    {
        if (!_line.Remove(waiter))
            return false;

        // Who stood behind it may be able to go now.
        _dispatcher.Dispatch();
        return true;
    }
}
