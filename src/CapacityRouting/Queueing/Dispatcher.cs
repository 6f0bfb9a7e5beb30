using CapacityRouting.Capacity;
using CapacityRouting.Diagnostics;
using CapacityRouting.Routing;

namespace CapacityRouting.Queueing;

/// <summary>Lets those of a line go who can. One pass runs at a time; whoever makes room meanwhile leaves word, and another pass follows.</summary>
internal sealed class Dispatcher(RouteTable table, GuardedLine line, Clock clock, RoutingEvents events, ISlotWatcher queue) : IDisposable
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
    public void Dispose()
    {
        Dispatch();
        _alarm?.Dispose();
    }

    private void TryLater()
    {
        try
        {
            if (line.Count > 0)
                _alarm?.Change(ADelay, Timeout.InfiniteTimeSpan);
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
        DispatchPass pass = new(clock.Now);
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
        Aging aging = new(pass.Now, table.Policy.AgingTicks);
        StartForecast forecast = StartForecast.Rent(table, queue);
        while (line.Next(forecast, aging) is { } waiter)
            if (!TryEnd(waiter, forecast, pass, out ExpectedStart expected) && !Stays(waiter, expected, pass))
                break;
        forecast.Return();
    }

    /// <summary>Ends the wait of one who can go, of one who would start too late, and of one whose request throws as it is looked at: its own caller is told.</summary>
    private bool TryEnd(Waiter waiter, StartForecast forecast, DispatchPass pass, out ExpectedStart expected)
    {
        expected = default;
        try
        {
            expected = ExpectedStart.Of(waiter, forecast, table, pass.Now);
        }
        catch (Exception thrown)
        {
            waiter.Fault = thrown;
        }

        if (waiter.Fault is null && expected.Start <= pass.Now)
            return TryStart(waiter, expected.Route!, pass);

        // A timer wakes late by a little, which is not the waiter's fault: what can start now does.
        bool isOver = waiter.Fault is not null || (expected.IsDue && !expected.IsInTime(waiter));
        if (isOver && line.Remove(waiter))
            pass.Ends(waiter, default);
        return isOver;
    }

    private bool TryStart(Waiter waiter, Route route, DispatchPass pass)
    {
        if (!route.TryAdmit(waiter.Demand, table.Policy.ReserveOf(waiter.Demand.Class), pass.Now, out Admission admission))
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
        return table.HasShared || pass.HasRoom(table);
    }

    /// <summary>Waits for its turn at the shared quotas that the first of some shape waits for, and no longer at any other.</summary>
    private void TakeTurns(DispatchPass pass)
    {
        foreach (Quota quota in pass.Claims)
            if (quota.Turns.Enter(queue))
                Dispatch();
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
        _alarm ??= SafeTimer.Create(clock, events, this, static dispatcher => dispatcher.Dispatch());
        _isAlarmSet = due < Clock.Never;
        _alarm.Change(_isAlarmSet ? clock.ToWait(Math.Min(due - pass.Now, clock.TicksPerDay)) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
