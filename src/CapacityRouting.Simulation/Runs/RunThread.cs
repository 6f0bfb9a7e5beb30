namespace CapacityRouting.Simulation;

/// <summary>The one thread of a run in virtual time. Work on another thread has no order that could be repeated. A run in real time has no such order anyway.</summary>
internal sealed class RunThread
{
    private readonly int? _thread;
    private volatile bool _left;

    private RunThread(int? thread) => _thread = thread;

    /// <summary>The current thread.</summary>
    public static RunThread Of(TimeProvider time) => new(time is VirtualTime ? Environment.CurrentManagedThreadId : null);

    /// <summary>Checks that a call continues on the thread on which it began.</summary>
    public void Look()
    {
        if (_thread is { } thread && thread != Environment.CurrentManagedThreadId)
            _left = true;
    }

    /// <exception cref="InvalidOperationException">A call continued on another thread.</exception>
    public void ThrowIfLeft()
    {
        if (_left)
            throw new InvalidOperationException(
                "A call ended on another thread than the simulation's one: the router, or a client, hopped to the thread pool, and the order of what happens can't be repeated.");
    }
}
