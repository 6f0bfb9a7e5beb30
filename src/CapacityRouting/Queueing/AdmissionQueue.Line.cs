using CapacityRouting.Capacity;
using CapacityRouting.Diagnostics;
using CapacityRouting.Routing;

namespace CapacityRouting.Queueing;

/// <summary>How requests come into the line and leave it, and what other lines over the same quotas learn of that.</summary>
internal sealed partial class AdmissionQueue
{
    // The shared quotas that the first of some shape waits for. Changed within passes only.
    private HashSet<Quota> _claimed = [];

    /// <summary>Settings have changed: who waits may fit other routes now.</summary>
    public void Reconsider()
    {
        Waiter[] waiters;
        lock (_gate)
            waiters = [.. Line.All];
        foreach (Waiter waiter in waiters)
        {
            QueueShape shape = QueueShape.Of(waiter, waiter.Planned?.Route, table.Routes);
            lock (_gate)
                if (waiter.Queue is not null && waiter.Line!.Shape != shape)
                    Line.Move(waiter, shape, waiter.Planned?.Route, waiter.Planned?.Units ?? default);
        }

        Dispatch();
    }

    /// <returns>False when the line is full.</returns>
    private bool TryAdd(Waiter waiter, ExpectedStart expected, RoutingReport report)
    {
        QueueShape shape = QueueShape.Of(waiter, expected.Route, table.Routes);
        CapacityUnits units = expected.Route?.UnitsOf(waiter.Demand) ?? default;
        int longest = table.Policy.MaxQueueLength;
        bool isFirst;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(CapacityAwareChatClient));
            if (Line.Count >= longest)
            {
                report.LineIsFull(longest, table.Routes.Where(route => (shape.Interest & route.Bit) != 0).Select(route => route.Name));
                return false;
            }

            isFirst = Line.Add(waiter, shape, expected.Route, units);
        }

        // What it waits for may have changed since it looked. Behind another one of its shape it goes only after that one, which is told.
        if (isFirst)
            Dispatch();
        return true;
    }

    /// <returns>False when its wait had ended before.</returns>
    private bool TryLeave(Waiter waiter)
    {
        lock (_gate)
            if (!Line.Remove(waiter))
                return false;

        // Who stood behind it may be able to go now.
        Dispatch();
        return true;
    }

    /// <summary>A request starts: its tenant is charged what it is likely to take. Under the lock.</summary>
    private void Charge(Waiter waiter) => waiter.Ticket.Charged(this, Line.Charge(waiter), waiter.Tokens);

    /// <summary>A request that was let go does not go.</summary>
    private void GiveBack(Waiter waiter, in Admission admission)
    {
        waiter.Ticket.Settle(0);
        admission.GiveBack(clock.Now);
    }

    private ulong Contested()
    {
        ulong contested = 0;
        if (table.HasShared)
            foreach (Route route in table.Routes)
                if (route.Shared is { } shared && shared.Turns.IsContested(this))
                    contested |= route.Bit;
        return contested;
    }

    /// <summary>Waits for its turn at the shared quotas that the first of some shape waits for, and no longer at any other.</summary>
    private void TakeTurns(DispatchPass pass)
    {
        foreach (Quota quota in pass.Claims)
            quota.Turns.Enter(this);
        foreach (Quota quota in _claimed)
            if (!pass.Claims.Contains(quota) && quota.Turns.Exit(this))
                pass.Changed(quota);
        _claimed = pass.Claims;
    }

    private void LeaveTurns()
    {
        foreach (Quota quota in _claimed)
            if (quota.Turns.Exit(this))
                quota.Tell();
    }
}
