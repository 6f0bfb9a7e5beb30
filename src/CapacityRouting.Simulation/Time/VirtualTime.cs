using System.Runtime.ExceptionServices;

namespace CapacityRouting.Simulation;

/// <summary>
/// Time that passes only when nothing is left to do: it jumps from timer to timer, so that an hour takes as long as its events
/// need. Everything that happens in it happens on one thread and in one order: timers fire by their due time, and those that are due at
/// once in the order in which they were set.
/// </summary>
/// <remarks>
/// Not thread-safe, on purpose: whatever is simulated has to stay on the thread of <see cref="Run"/>. It does as long as nothing in it
/// hops to the thread pool (<c>Task.Run</c>, <c>Task.Yield</c>, real input and output). Something that does, and then sets a timer,
/// is told so by an <see cref="InvalidOperationException"/>.
/// </remarks>
public sealed class VirtualTime : TimeProvider
{
    private static readonly DateTimeOffset DefaultStart = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<VirtualTimer, (long Due, long Order)> _timers = new();
    private readonly DateTimeOffset _start;
    private Thread? _thread;
    private long _now;
    private long _order;

    /// <summary>Makes a time that has not begun.</summary>
    /// <param name="start">What the calendar says when it begins; null for the start of 2026 (UTC).</param>
    public VirtualTime(DateTimeOffset? start = null) => _start = start ?? DefaultStart;

    /// <summary>How much of it has passed.</summary>
    public TimeSpan Elapsed => new(_now);

    /// <summary>100 nanoseconds, as in a <see cref="TimeSpan"/>.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>UTC, so that a run does not depend on where it runs.</summary>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long GetTimestamp() => _now;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _start + Elapsed;

    /// <inheritdoc/>
    /// <exception cref="ArgumentNullException"><paramref name="callback"/> is null.</exception>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        VirtualTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Runs what is given, and all that it waits for, on a thread of its own, and returns when it is done.</summary>
    /// <param name="main">What to run.</param>
    /// <exception cref="InvalidOperationException">It is not done, and there is no timer left that could make it go on; or this time runs already.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="main"/> is null.</exception>
    public void Run(Func<Task> main)
    {
        ArgumentNullException.ThrowIfNull(main);
        if (_thread is not null)
            throw new InvalidOperationException("This time runs already.");
        ExceptionDispatchInfo? failure = null;

        // Without a synchronization context, the completion of a task runs its continuations at once and on the same thread.
        _thread = new Thread(() => failure = Failure(main)) { IsBackground = true, Name = "Virtual time" };
        _thread.Start();
        _thread.Join();
        _thread = null;
        failure?.Throw();
    }

    /// <returns>The timer's place among those that are due at once.</returns>
    internal long Schedule(VirtualTimer timer, long due)
    {
        if (_thread is not null && _thread != Thread.CurrentThread)
            throw new InvalidOperationException("Something left the simulation's one thread and set a timer from another: its order can't be repeated.");
        _timers.Enqueue(timer, (due, ++_order));
        return _order;
    }

    private ExceptionDispatchInfo? Failure(Func<Task> main)
    {
        try
        {
            Task running = main();
            while (!running.IsCompleted && FireNext())
            {
                // Each event runs to its end, with all continuations that it starts.
            }

            if (!running.IsCompleted)
                throw new InvalidOperationException($"The simulation stands still at {Elapsed}: something waits for what no timer will bring.");
            running.GetAwaiter().GetResult();
            return null;
        }
        catch (Exception thrown)
        {
            return ExceptionDispatchInfo.Capture(thrown);
        }
    }

    private bool FireNext()
    {
        while (_timers.TryDequeue(out VirtualTimer? timer, out (long Due, long Order) at))
        {
            // A timer that was set again, or disposed, leaves its old entry in the queue.
            if (!timer.IsAt(at.Due, at.Order))
                continue;
            _now = at.Due;
            timer.Fire();
            return true;
        }

        return false;
    }
}
