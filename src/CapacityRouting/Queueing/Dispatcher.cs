using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Routing;
using CapacityRouting.Telemetry;
using CapacityRouting.Time;

namespace CapacityRouting.Queueing;

/// <summary>Lets those of a line go who can. One pass runs at a time; whoever makes room meanwhile leaves word, and another pass follows.</summary>
internal sealed class Dispatcher(RouteTable table, GuardedLine line, Clock clock, RoutingEvents events, ISlotWatcher queue)
{
    // After a pass in which something was thrown.
    private static readonly TimeSpan ADelay = TimeSpan.FromSeconds(1);

    private readonly CoalescingRunner _passes = new();

    // The shared quotas that the first of some shape waits for. Changed within passes only, as what follows.
    private HashSet<Quota> _claims = [];
    private ITimer? _alarm;
    private bool _isAlarmSet;

    /// <summary>Lets go who can go, in injected time there and then. Two queues over one quota never wait for each other.</summary>
    /// <remarks>What is thrown in it is no fault of the call that has ended, and strands nobody: another pass follows in a moment.</remarks>
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

    /// <summary>After the line is closed: a last pass gives up what the line had claimed.</summary>
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
            // Those who wait look for themselves when their time is up, and whenever a call comes or ends.
            events.Tell(RoutingEvent.CallbackThrew(nameof(AdmissionQueue), thrown));
        }
    }

    /// <summary>Who was let go goes, whatever is thrown after that: it has a lease, and nobody else would give it back.</summary>
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

    /// <summary>Looks at the first of each shape, in the order of the line, until no route has room that none of them waits for.</summary>
    private void LetGo(DispatchPass pass)
    {
        table.LookAtRamps(pass.Now);
        line.BeginPass();
        StartForecast forecast = line.RentForecast();
        while (line.Next(forecast, pass.Aging) is { } waiter && MayAnotherGo(waiter, forecast, pass))
        {
            // On to the next one.
        }

        line.Return(forecast);
    }

    /// <summary>Looks at one waiter. One whose request throws as it is looked at leaves the line: its own caller is told, and nobody behind it is held up.</summary>
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

    /// <summary>Ends the wait of one who can go, and of one who would start too late.</summary>
    private bool TryEnd(Waiter waiter, in ExpectedStart expected, DispatchPass pass)
    {
        if (expected.Start <= pass.Now)
            return TryStart(waiter, expected.Route!, pass);

        // While only probes pass, one may be under way, and its end opens the route before the next one is due.
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
            // It has left by itself meanwhile.
            admission.GiveBack(clock.Now);
            return true;
        }

        pass.Ends(waiter, admission);
        if (line.TakeTurn(waiter, route) is { } shared)
            pass.Changed(shared);
        return true;
    }

    /// <summary>Plans the start of a waiter that cannot go, so that nobody after it takes what it waits for.</summary>
    /// <returns>Whether another one could still go.</returns>
    private bool Stays(Waiter waiter, in ExpectedStart expected, DispatchPass pass)
    {
        line.Stay(waiter, QueueShape.Of(waiter, expected.Route, table.Routes), expected.Route, mayMove: pass.Moves(waiter));
        pass.Stays(waiter, expected, table);
        return table.HasShared || pass.HasRoom(table, line.Interest);
    }

    /// <summary>Waits for its turn at the shared quotas that the first of some shape waits for, and no longer at any other.</summary>
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
        // Where only calls under way stand in the way nothing is due. Timers know no longer times than weeks.
        long due = line.Count > 0 ? pass.NextLook(table) : Clock.Never;
        if (due >= Clock.Never && !_isAlarmSet)
            return;
        _isAlarmSet = due < Clock.Never;
        Alarm().Change(_isAlarmSet ? clock.ToWait(Math.Min(due - pass.Now, clock.TicksPerDay)) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private ITimer Alarm() => _alarm ??= SafeTimer.Create(clock, events, this, static dispatcher => dispatcher.Dispatch());
}
