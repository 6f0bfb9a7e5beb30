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
internal sealed class WaitingRoom(RouteTable table, AdmissionControl admissions, Clock clock, RoutingEvents events) : ISlotWatcher
{
    private readonly object _gate = new();
    private readonly WaitingLine _line = new();
    private readonly SeatPlan _plan = new(table);
    private ITimer? _alarm;
    private readonly CoalescingRunner _looks = new();
    private int _waiting;

    /// <summary>Whether somebody waits, so that who comes now must not go first.</summary>
    public bool IsOccupied => Atomic.Read(in _waiting) > 0;

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
        await ((Task)waiter.Ended.WaitAsync(clock.ToWait(Math.Max(0, waiter.Latest - now)), clock.Provider, cancellationToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // Its start may be due at the very end of its wait, and the alarm come after the timeout.
        if (!waiter.Ended.IsCompleted && !cancellationToken.IsCancellationRequested)
            Serve();
        Admission admission = TryLeave(waiter) ? default : await waiter.Ended.ConfigureAwait(false);
        if (!cancellationToken.IsCancellationRequested)
            return admission;
        if (admission.Route is not null)
            admission.GiveBack(clock.NowOr(now));
        throw new OperationCanceledException(cancellationToken);
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
        lock (_gate)
        {
            bool stays = false;
            Add(waiter);
            try
            {
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
                // Also what throws as it is looked at: what a request brings has code of its own.
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

    /// <summary>Lets go who can go, in injected time there and then. Two rooms over one quota never wait for each other.</summary>
    private void Serve()
    {
        if (IsOccupied)
            _looks.Run(this, static room => room.Look());
    }

    private void Look()
    {
        foreach ((Waiter waiter, Admission admission) in SeatAll())
            waiter.End(admission);
    }

    private List<(Waiter Waiter, Admission Admission)> SeatAll()
    {
        lock (_gate)
        {
            long now = clock.Now;
            table.LookAtRamps(now);
            List<(Waiter Waiter, Admission Admission)> seated = [];
            long next = Seat(seated, now);
            foreach ((Waiter waiter, Admission admission) in seated)
            {
                if (admission.Route is not null)
                    _line.Served(waiter);
                Remove(waiter);
            }

            // Where only calls under way stand in the way nothing is due. Timers know no longer times than weeks: who wakes early looks again.
            if (_line.Count > 0)
                _alarm?.Change(next >= Clock.Never ? Timeout.InfiniteTimeSpan : clock.ToWait(Math.Min(next - now, clock.TicksPerDay)), Timeout.InfiniteTimeSpan);
            return seated;
        }
    }

    /// <returns>When the next of those who stay is due.</returns>
    private long Seat(List<(Waiter Waiter, Admission Admission)> seated, long now)
    {
        long next = Clock.Never;
        _plan.Clear();
        foreach (Waiter waiter in _line.InOrder())
        {
            if (ExpectOrFault(waiter, now) is not { } expected)
            {
                seated.Add((waiter, default));
                continue;
            }

            // A timer wakes late by a little, which is not the waiter's fault: what can start now does.
            if (expected.Start > now && !expected.IsInTime(waiter))
            {
                seated.Add((waiter, default));
                continue;
            }

            if (expected.Route is not { } route)
            {
                if (_plan.HasRoom(now))
                    continue;
                return Math.Min(next, _plan.NextOpening(now));
            }

            if (expected.Start <= now && route.TryAdmit(waiter.Demand, table.Policy.ReserveOf(waiter.Demand.Class), now, out Admission admission))
            {
                seated.Add((waiter, admission));
                continue;
            }

            // Somebody else was faster where the start was now: then a look in a moment.
            next = Math.Min(next, Math.Max(expected.Start, now + 1));
            _plan.Promise(waiter, route, now);
            if (!_plan.HasRoom(now))
                return Math.Min(next, _plan.NextOpening(now));
        }

        return next;
    }

    /// <returns>Null for a request that throws as it is looked at: its own caller is told, and those who were seated before it are not lost.</returns>
    private SeatPlan.Expectation? ExpectOrFault(Waiter waiter, long now)
    {
        try
        {
            return _plan.Expect(waiter, now);
        }
        catch (Exception thrown)
        {
            waiter.Fault = thrown;
            return null;
        }
    }

    private void Add(Waiter waiter)
    {
        _line.Add(waiter);
        Atomic.Write(ref _waiting, _line.Count);
        if (_line.Count > 1)
            return;
        _alarm = SafeTimer.Create(clock, events, this, static room => room.Serve());
        table.Watch(this);
    }

    private bool Remove(Waiter waiter)
    {
        if (!_line.Remove(waiter))
            return false;
        Atomic.Write(ref _waiting, _line.Count);
        if (_line.Count > 0)
            return true;
        _alarm?.Dispose();
        table.Unwatch(this);
        return true;
    }
}
