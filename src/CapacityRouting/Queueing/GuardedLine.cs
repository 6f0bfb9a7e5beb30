using CapacityRouting.Atomics;
using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Routing;

namespace CapacityRouting.Queueing;

/// <summary>The line behind its lock. Every step under the lock is short and calls no user code: the questions to a request come before.</summary>
internal sealed class GuardedLine(RouteTable table, ISlotWatcher queue)
{
    private readonly object _gate = new();
    private readonly WaitingLine _line = new(table, queue);
    private StartForecast? _spare;
    private bool _isClosed;

    /// <summary>The exception of a request that arrives, or waits, when the line is closed.</summary>
    public static ObjectDisposedException Closed() => new("CapacityAwareChatClient");

    public int Count => _line.Count;

    /// <summary>See <see cref="WaitingLine.Interest"/>.</summary>
    public ulong Interest => _line.Interest;

    /// <summary>See <see cref="WaitingLine.Awaited"/>.</summary>
    public ulong Awaited => _line.Awaited;

    /// <param name="waiter">The request.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="planned">The route of its expected start; null while it is unknown.</param>
    /// <param name="longest">The maximum length of the line.</param>
    /// <param name="isFirst">Whether it is the first of its shape.</param>
    /// <returns>False when the line is full.</returns>
    /// <exception cref="ObjectDisposedException">The line is closed.</exception>
    public bool TryAdd(Waiter waiter, in QueueShape shape, Route? planned, int longest, out bool isFirst)
    {
        CapacityUnits units = planned?.UnitsOf(waiter.Demand) ?? default;
        lock (_gate)
        {
            if (_isClosed)
                throw Closed();
            isFirst = _line.Count < longest && _line.Add(waiter, shape, planned, units);
            return waiter.IsWaiting;
        }
    }

    /// <returns>False when it had left before.</returns>
    public bool Remove(Waiter waiter)
    {
        lock (_gate)
            return _line.Remove(waiter);
    }

    /// <summary>Charges the likely tokens of a request that starts without waiting to its tenant.</summary>
    public void Charge(Waiter waiter)
    {
        lock (_gate)
            waiter.Ticket.Charged(this, _line.Charge(waiter), waiter.Tokens);
    }

    /// <summary>Starts a waiter: it leaves the line, and its tenant is charged.</summary>
    /// <returns>False when it had left before; then it does not start.</returns>
    public bool Start(Waiter waiter)
    {
        lock (_gate)
        {
            if (!waiter.IsWaiting)
                return false;
            waiter.Ticket.Charged(this, _line.Charge(waiter), waiter.Tokens);
            return _line.Remove(waiter);
        }
    }

    /// <summary>Notes that a request has started at a route.</summary>
    /// <returns>The shared quota at which another line may have its turn now; null where there is none.</returns>
    public Quota? TakeTurn(Waiter waiter, Route route)
    {
        if (route.Shared is not { } shared)
            return null;
        waiter.Ticket.Took(shared.Turns.Took(queue, waiter.Tokens));
        return shared.Turns.IsContested(queue) ? shared : null;
    }

    /// <summary>Corrects the tenant's charge, from the likely tokens to those that the call took.</summary>
    public void Correct(TenantAccount account, long tokens)
    {
        lock (_gate)
            account.Charge(tokens);
    }

    /// <summary>Moves a waiter to another shape.</summary>
    public void Reshape(Waiter waiter, in QueueShape shape)
    {
        lock (_gate)
            if (waiter.IsWaiting && waiter.ShapeQueue!.Shape != shape)
                _line.Move(waiter, shape, waiter.Planned, waiter.PlannedUnits);
    }

    public void BeginPass()
    {
        lock (_gate)
            _line.BeginPass();
    }

    /// <summary>The first waiter whose shape is not blocked in this pass, with a forecast of what those before it take.</summary>
    public Waiter? Next(StartForecast forecast, in Aging aging)
    {
        lock (_gate)
        {
            if (_line.Next(aging) is not { } first)
                return null;
            _line.Foresee(forecast, first);
            return first;
        }
    }

    /// <summary>Keeps a waiter in line, with a new expected start and perhaps another shape. If it keeps its shape, this pass skips the waiters behind it.</summary>
    public void Stay(Waiter waiter, in QueueShape shape, Route? planned, bool mayMove)
    {
        CapacityUnits units = planned?.UnitsOf(waiter.Demand) ?? default;
        lock (_gate)
        {
            if (!waiter.IsWaiting)
                return;
            bool moves = mayMove && shape != waiter.ShapeQueue!.Shape;
            if (moves || planned != waiter.Planned)
                _line.Move(waiter, moves ? shape : waiter.ShapeQueue!.Shape, planned, units);
            if (!moves)
                _line.Block(waiter.ShapeQueue!, waiter.Rank);
        }
    }

    /// <summary>When and where a newcomer would start, after the waiters in line.</summary>
    public ExpectedStart Expect(Waiter newcomer, in Aging aging)
    {
        StartForecast forecast = RentForecast();
        lock (_gate)
            _line.ForeseeNewcomer(forecast, newcomer, aging);
        ExpectedStart expected = ExpectedStart.Of(newcomer, forecast, table, aging.Now);
        Return(forecast);
        return expected;
    }

    /// <summary>A forecast for one look: the spare one, or a new one. A forecast that is never returned costs only its allocation.</summary>
    public StartForecast RentForecast() => Atomic.Exchange(ref _spare, null) ?? new(table, queue);

    public void Return(StartForecast forecast) => Atomic.VolatileWrite(ref _spare, forecast);

    public Waiter[] All()
    {
        lock (_gate)
            return [.. _line.All];
    }

    /// <summary>Removes all waiters and admits no more.</summary>
    public Waiter[] Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Waiter[] waiters = [.. _line.All];
            foreach (Waiter waiter in waiters)
                _line.Remove(waiter);
            return waiters;
        }
    }
}
