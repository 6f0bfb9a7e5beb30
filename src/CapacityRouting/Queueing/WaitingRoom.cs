using System.Runtime.ExceptionServices;
using CapacityRouting.Atomics;
using CapacityRouting.Capacity;
using CapacityRouting.Diagnostics;
using CapacityRouting.Routing;

namespace CapacityRouting.Queueing;

/// <summary>
/// Where requests wait that no route can take now. It knows when each will start, refuses at once who would start too late, and lets nobody
/// overtake: who comes while others wait stands in line with them. Whenever a call ends, and when the next start is due, it looks who can go; nobody polls.
/// </summary>
/// <remarks>Thread-safe. There is a lock, but only those who wait take it, and those who leave while somebody waits.</remarks>
internal sealed partial class WaitingRoom(RouteTable table, AdmissionControl admissions, Clock clock, RoutingEvents events) : ISlotWatcher
{
    private readonly object _gate = new();
    private readonly TimeProvider _time = SafeTimer.TimeOf(clock, events, nameof(WaitingRoom));
    private readonly WaitingLine _line = new();
    private readonly SeatPlan _plan = new(table);
    private ITimer? _alarm;
    private int _waiting;

    /// <summary>Whether somebody waits, so that who comes now must not go first.</summary>
    public bool IsOccupied => Atomic.VolatileRead(in _waiting) > 0;

    /// <returns>An admission without a route when none will have room in time.</returns>
    public async ValueTask<Admission> WaitAsync(RequestDemand demand, RequestBudget budget, RoutingReport report, CancellationToken cancellationToken)
    {
        long now = clock.Now;
        Waiter waiter = WaiterFor(demand, budget, now);
        admissions.Explain(demand, budget, now, report);
        if (!TryJoin(waiter, now, out SeatPlan.Expectation expected))
            return default;
        if (expected is { Route: { } route, Start: var start } && start > now)
            events.Tell(RoutingEvent.Waiting(route.Name, clock.ToTimeSpan(start - now)));
        Serve();
        Exception? untimed = await SleepAsync(waiter, now, cancellationToken).ConfigureAwait(false);

        // Its start may be due at the very end of its wait, and the alarm come after the timeout.
        if (!waiter.Ended.IsCompleted && !cancellationToken.IsCancellationRequested)
            Serve();
        Admission admission = TryLeave(waiter) ? default : await waiter.Ended.ConfigureAwait(false);
        if (untimed is not null && admission.Route is null)
            ExceptionDispatchInfo.Throw(untimed);
        if (!cancellationToken.IsCancellationRequested)
            return admission;
        if (admission.Route is not null)
            admission.GiveBack(clock.Now);
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
    public SeatPlan.Expectation Expect(RequestDemand demand, in RequestBudget budget, long now)
    {
        Waiter waiter = WaiterFor(demand, budget, now);
        lock (_gate)
        {
            // Its place in the line is known once it stands there.
            _line.Add(waiter);
            try
            {
                return ExpectationOf(waiter, now);
            }
            finally
            {
                _line.Remove(waiter);
            }
        }
    }

    /// <summary>How long until some route can take the request, after those who wait already; null when none ever can, or when nobody can know.</summary>
    public TimeSpan? EarliestWait(RequestDemand demand, long now) =>
        Expect(demand, table.Policy.BudgetFor(demand.Routing, now), now) is { Route: not null, Start: var start } ? clock.ToTimeSpan(Math.Max(0, start - now)) : null;

    void ISlotWatcher.Left() => Serve();

    private Waiter WaiterFor(RequestDemand demand, in RequestBudget budget, long now) =>
        new(demand, budget, now, table.Policy.PreferredPatienceOf(demand.Routing), clock.IsReal);

    /// <returns>False when it would start too late.</returns>
    private bool TryJoin(Waiter waiter, long now, out SeatPlan.Expectation expected)
    {
        expected = default;
        lock (_gate)
        {
            bool stays = false;
            try
            {
                Add(waiter);
                expected = ExpectationOf(waiter, now);
                waiter.Planned = expected.Route;
                waiter.HasWaited = expected.Start > now;
                stays = expected.IsInTime(waiter);
                if (stays)
                    _plan.MoveBack(waiter, _line.InOrder().SkipWhile(other => other != waiter).Skip(1), now);
                return stays;
            }
            finally
            {
                // Also what throws as it is looked at, or as the alarm is made: what a request brings has code of its own, and so has an injected time.
                if (!stays)
                    Remove(waiter);
            }
        }
    }

    /// <returns>False when its wait had ended before.</returns>
    private bool TryLeave(Waiter waiter)
    {
        lock (_gate)
            if (!Remove(waiter))
                return false;

        // Who stood behind it may be able to go now.
        Serve();
        return true;
    }

    private SeatPlan.Expectation ExpectationOf(Waiter waiter, long now)
    {
        _plan.Clear();
        foreach (Waiter other in _line.InOrder())
        {
            if (other == waiter)
                break;
            _plan.Recall(other, now);
        }

        return _plan.Expect(waiter, now);
    }

    private void Add(Waiter waiter)
    {
        _line.Add(waiter);
        Atomic.VolatileWrite(ref _waiting, _line.Count);
        if (_line.Count > 1)
            return;
        _alarm = SafeTimer.Create(clock, events, this, static room => room.Serve());
        table.Watch(this);
    }

    private bool Remove(Waiter waiter)
    {
        if (!_line.Remove(waiter))
            return false;
        Atomic.VolatileWrite(ref _waiting, _line.Count);
        if (_line.Count > 0)
            return true;
        _alarm?.Dispose();
        table.Unwatch(this);
        return true;
    }
}
