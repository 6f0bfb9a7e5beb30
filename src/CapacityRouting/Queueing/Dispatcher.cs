using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Routing;
using CapacityRouting.Telemetry;
using CapacityRouting.Time;

namespace CapacityRouting.Queueing;

/// <summary>Starts the waiters of a line that can start. One dispatch pass runs at a time; a release during a pass sets a flag, and another pass follows.</summary>
internal sealed class Dispatcher(RouteTable table, GuardedLine line, Clock clock, RoutingEvents events, ISlotWatcher queue)
{
    // The delay before the next pass after one that threw.
    private static readonly TimeSpan ADelay = TimeSpan.FromSeconds(1);

    private readonly CoalescingRunner _passes = new();

    // The shared quotas that the first waiter of some shape waits for. Changed only within a pass, like the two fields below.
    private HashSet<Quota> _claims = [];
    private ITimer? _alarm;
    private bool _isAlarmSet;

    /// <summary>Runs a dispatch pass. In injected time the started calls continue on this thread. Two queues over one quota never wait for each other.</summary>
    /// <remarks>An exception in a pass never reaches the call that ended, and strands no waiter: another pass follows after a delay.</remarks>
    public void Dispatch()
    {
        try
        {
            _passes.Run(this, static dispatcher => dispatcher.RunPass());
        }
        catch (Exception thrown)
        {
            events.Tell(RoutingEvent.CallbackThrew(nameof(AdmissionQueue), thrown));
            TryLater();
        }
    }

    /// <summary>Runs a last pass after the line is closed. It gives up the claims of the line.</summary>
    public void Close()
    {
        Dispatch();
        _alarm?.Dispose();
    }

    private void TryLater()
    {
        try
        {
            if (line.Count > 0)
                Alarm().Change(ADelay, Timeout.InfiniteTimeSpan);
        }
        catch (Exception thrown)
        {
            // Without an alarm, waiters still look at the end of their own wait, and a pass runs when a call arrives or ends.
            events.Tell(RoutingEvent.CallbackThrew(nameof(AdmissionQueue), thrown));
        }
    }

    /// <summary>Runs one pass. Admitted waiters start even when something throws later in the pass: each holds a lease that no other code would give back.</summary>
    private void RunPass()
    {
        long now = clock.Now;
        DispatchPass pass = new(new Aging(now, table.Policy.AgingTicks), queue);
        try
        {
            LetGo(pass);
            TakeTurns(pass);
            SetAlarm(pass);
        }
        finally
        {
            pass.EndWaits();
        }

        pass.TellOthers();
    }

    /// <summary>Looks at the first waiter of each shape, in the order of the line, until no route has unclaimed room.</summary>
    private void LetGo(DispatchPass pass)
    {
        table.WidenSlowStarts(pass.Now);
        line.BeginPass();
        StartForecast forecast = line.RentForecast();
        while (line.Next(forecast, pass.Aging) is { } waiter && MayAnotherGo(waiter, forecast, pass))
        {
            // Empty: the condition does the work.
        }

        line.Return(forecast);
    }

    /// <summary>Looks at one waiter. If its request throws, it leaves the line and its own caller gets the exception; the waiters behind it go on.</summary>
    private bool MayAnotherGo(Waiter waiter, StartForecast forecast, DispatchPass pass)
    {
        try
        {
            ExpectedStart expected = ExpectedStart.Of(waiter, forecast, table, pass.Now);
            return TryEnd(waiter, expected, pass) || Stays(waiter, expected, pass);
        }
        catch (Exception thrown)
        {
            waiter.Fault = thrown;
            if (line.Remove(waiter))
                pass.Ends(waiter, default);
            return true;
        }
    }

    /// <summary>Ends the wait of a waiter that can start now, or that would start too late.</summary>
    private bool TryEnd(Waiter waiter, in ExpectedStart expected, DispatchPass pass)
    {
        if (expected.Start <= pass.Now)
            return TryStart(waiter, expected.Route!, pass);

        // While only probes pass, a probe may be under way, and its end opens the route before the next probe is due.
        if (!expected.IsDue || expected.IsInTime(waiter) || expected.Route!.IsShut)
            return false;
        if (line.Remove(waiter))
            pass.Ends(waiter, default);
        return true;
    }

    private bool TryStart(Waiter waiter, Route route, DispatchPass pass)
    {
        if (!route.TryAdmit(waiter.Demand, table.Policy.ReserveOf(waiter.Demand.Priority), pass.Now, out Admission admission))
            return false;
        if (!line.Start(waiter))
        {
            // The waiter has left the line meanwhile.
            admission.GiveBack(clock.Now);
            return true;
        }

        pass.Ends(waiter, admission);
        if (line.TakeTurn(waiter, route) is { } shared)
            pass.Changed(shared);
        return true;
    }

    /// <summary>Plans the start of a waiter that cannot start now, so that no later waiter takes its capacity.</summary>
    /// <returns>Whether another waiter could still start.</returns>
    private bool Stays(Waiter waiter, in ExpectedStart expected, DispatchPass pass)
    {
        line.Stay(waiter, QueueShape.Of(waiter, expected.Route, table.Routes), expected.Route, mayMove: pass.Moves(waiter));
        pass.Stays(waiter, expected, table);
        return table.HasShared || pass.HasRoom(table, line.Interest);
    }

    /// <summary>Enters the turns of each claimed shared quota, and exits those that are no longer claimed.</summary>
    private void TakeTurns(DispatchPass pass)
    {
        foreach (Quota quota in pass.Claims)
            if (quota.Turns.Enter(queue))
                pass.Changed(quota);
        foreach (Quota quota in _claims)
            if (!pass.Claims.Contains(quota) && quota.Turns.Exit(queue))
                pass.Changed(quota);
        _claims = pass.Claims;
    }

    private void SetAlarm(DispatchPass pass)
    {
        // No alarm is needed where only calls under way stand in the way. A timer is limited to some weeks, so the wait is capped at a day.
        long due = line.Count > 0 ? pass.NextLook(table) : Clock.Never;
        if (due >= Clock.Never && !_isAlarmSet)
            return;
        _isAlarmSet = due < Clock.Never;
        Alarm().Change(_isAlarmSet ? clock.ToWait(Math.Min(due - pass.Now, clock.TicksPerDay)) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private ITimer Alarm() => _alarm ??= SafeTimer.Create(clock, events, this, static dispatcher => dispatcher.Dispatch());
}
