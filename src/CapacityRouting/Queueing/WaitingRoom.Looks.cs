using CapacityRouting.Capacity;
using CapacityRouting.Diagnostics;
using CapacityRouting.Routing;

namespace CapacityRouting.Queueing;

/// <summary>The looks: who of those who wait can go.</summary>
internal sealed partial class WaitingRoom
{
    // After a look in which something was thrown.
    private static readonly TimeSpan ADelay = TimeSpan.FromSeconds(1);

    private readonly CoalescingRunner _looks = new();

    /// <summary>Lets go who can go, in injected time there and then. Two rooms over one quota never wait for each other.</summary>
    /// <remarks>What is thrown in it is no fault of the call that has ended, and strands nobody: it looks again in a moment.</remarks>
    private void Serve()
    {
        if (!IsOccupied)
            return;
        try
        {
            _looks.Run(this, static room => room.Look());
        }
        catch (Exception thrown)
        {
            events.Tell(RoutingEvent.CallbackThrew(nameof(WaitingRoom), thrown));
            LookAgain();
        }
    }

    private void LookAgain()
    {
        try
        {
            lock (_gate)
                if (_line.Count > 0)
                    _alarm?.Change(ADelay, Timeout.InfiniteTimeSpan);
        }
        catch (Exception thrown)
        {
            // Those who wait look for themselves when their time is up, and whenever a call comes or ends.
            events.Tell(RoutingEvent.CallbackThrew(nameof(WaitingRoom), thrown));
        }
    }

    /// <summary>Who was seated goes, whatever is thrown after that: it has a lease, and nobody else would give it back.</summary>
    private void Look()
    {
        List<(Waiter Waiter, Admission Admission)> seated = [];
        try
        {
            SeatAll(seated);
        }
        finally
        {
            foreach ((Waiter waiter, Admission admission) in seated)
                waiter.End(admission);
        }
    }

    private void SeatAll(List<(Waiter Waiter, Admission Admission)> seated)
    {
        lock (_gate)
        {
            long now = clock.Now;
            table.LookAtRamps(now);
            long next;
            try
            {
                next = Seat(seated, now);
            }
            finally
            {
                RemoveAll(seated);
            }

            // Where only calls under way stand in the way nothing is due. Timers know no longer times than weeks: who wakes early looks again.
            if (_line.Count > 0)
                _alarm?.Change(next >= Clock.Never ? Timeout.InfiniteTimeSpan : clock.ToWait(Math.Min(next - now, clock.TicksPerDay)), Timeout.InfiniteTimeSpan);
        }
    }

    private void RemoveAll(List<(Waiter Waiter, Admission Admission)> seated)
    {
        foreach ((Waiter waiter, Admission admission) in seated)
        {
            if (admission.Route is not null)
                _line.Served(waiter);
            Remove(waiter);
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
}
