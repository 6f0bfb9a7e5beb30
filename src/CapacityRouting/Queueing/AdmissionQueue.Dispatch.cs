using CapacityRouting.Capacity;
using CapacityRouting.Diagnostics;
using CapacityRouting.Routing;

namespace CapacityRouting.Queueing;

/// <summary>The passes: which of those who wait can go. One pass runs at a time; whoever makes room meanwhile leaves word, and another one follows.</summary>
internal sealed partial class AdmissionQueue
{
    // After a pass in which something was thrown.
    private static readonly TimeSpan ADelay = TimeSpan.FromSeconds(1);

    private readonly CoalescingRunner _passes = new();
    private ITimer? _alarm;
    private bool _isAlarmSet;

    /// <summary>Lets go who can go, in injected time there and then. Two queues over one quota never wait for each other.</summary>
    /// <remarks>What is thrown in it is no fault of the call that has ended, and strands nobody: another pass follows in a moment.</remarks>
    private void Dispatch()
    {
        try
        {
            _passes.Run(this, static queue => queue.RunPass());
        }
        catch (Exception thrown)
        {
            events.Tell(RoutingEvent.CallbackThrew(nameof(AdmissionQueue), thrown));
            TryLater();
        }
    }

    private void TryLater()
    {
        try
        {
            if (Line.Count > 0)
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
        StartForecast forecast = RentForecast();
        lock (_gate)
        {
            Line.Age(pass.Now, table.Policy.AgingTicks);
            Line.BeginPass();
        }

        while (NextOf(forecast) is { } waiter)
        {
            if (ExpectOrFault(waiter, forecast, pass.Now) is not { } expected)
                Seat(waiter, default, pass);
            else if (expected.Start <= pass.Now && TryAdmit(expected.Route!, waiter, pass.Now, out Admission admission))
                Seat(waiter, admission, pass);
            else if (expected.IsDue && expected.Start > pass.Now && !expected.IsInTime(waiter))
                Seat(waiter, default, pass);
            else if (!Stays(waiter, expected, pass))
                break;
        }

        ReturnForecast(forecast);
    }

    private bool TryAdmit(Route route, Waiter waiter, long now, out Admission admission) =>
        route.TryAdmit(waiter.Demand, table.Policy.ReserveOf(waiter.Demand.Class), now, out admission);

    private Waiter? NextOf(StartForecast forecast)
    {
        lock (_gate)
        {
            if (Line.Next()?.First!.First is not { } first)
                return null;
            Line.Foresee(forecast, first);
            return first;
        }
    }

    /// <returns>Null for a request that throws as it is looked at: its own caller is told, and those who were let go before it are not lost.</returns>
    private ExpectedStart? ExpectOrFault(Waiter waiter, StartForecast forecast, long now)
    {
        try
        {
            return ExpectedStart.Of(waiter, forecast, table, now);
        }
        catch (Exception thrown)
        {
            waiter.Fault = thrown;
            return null;
        }
    }

    /// <summary>Takes a waiter out of the line. One that has left by itself meanwhile takes nothing.</summary>
    private void Seat(Waiter waiter, in Admission admission, DispatchPass pass)
    {
        bool isGone;
        lock (_gate)
        {
            if (admission.Route is not null)
                Charge(waiter);
            isGone = !Line.Remove(waiter);
        }

        if (!isGone)
            pass.Ends(waiter, admission);
        if (admission.Route is not { } route)
            return;
        if (isGone)
            GiveBack(waiter, admission);
        else if (route.Shared is { } shared && shared.Turns.Took(this, waiter.Tokens))
            pass.Changed(shared);
    }

    /// <summary>Plans the start of a waiter that cannot go, so that nobody after it takes what it waits for.</summary>
    /// <returns>Whether another one could still go.</returns>
    private bool Stays(Waiter waiter, ExpectedStart expected, DispatchPass pass)
    {
        QueueShape shape = QueueShape.Of(waiter, expected.Route, table.Routes);
        CapacityUnits units = expected.Route?.UnitsOf(waiter.Demand) ?? default;
        lock (_gate)
        {
            if (waiter.Queue is null)
                return true;
            bool isAtHome = shape == waiter.Line!.Shape || !pass.Moves(waiter);
            if (expected.Route != waiter.Planned?.Route || !isAtHome)
                Line.Move(waiter, isAtHome ? waiter.Line.Shape : shape, expected.Route, units);
            if (isAtHome)
                Line.Block(waiter.Line);
        }

        pass.Stays(waiter, expected, table);
        return table.HasShared || pass.HasRoom(table);
    }

    private void SetAlarm(DispatchPass pass)
    {
        // Where only calls under way stand in the way nothing is due. Timers know no longer times than weeks.
        long due = Line.Count > 0 ? pass.NextLook(table) : Clock.Never;
        if (due >= Clock.Never && !_isAlarmSet)
            return;
        _alarm ??= SafeTimer.Create(clock, events, this, static queue => queue.Dispatch());
        _isAlarmSet = due < Clock.Never;
        _alarm.Change(_isAlarmSet ? clock.ToWait(Math.Min(due - pass.Now, clock.TicksPerDay)) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
