using System.Runtime.ExceptionServices;
using CapacityRouting.Atomics;

namespace CapacityRouting.Queueing;

/// <summary>
/// Runs an action once after each call of <see cref="Run"/>, one run at a time, without blocking. A call during a run leaves a flag; the running thread then
/// runs the action once more, for all such calls together. So two runners that call each other cannot deadlock, and one that calls itself does not
/// deepen the stack.
/// </summary>
internal sealed class CoalescingRunner
{
    private const int Idle = 0;
    private const int Running = 1;
    private const int Called = 2;

    private int _state;

    public void Run<TState>(TState state, Action<TState> action)
    {
        // The flag is set by an exchange even where it is set already. Its full fence lets the next run see all earlier writes of this thread.
        if (Atomic.Exchange(ref _state, Called) != Idle)
            return;
        ExceptionDispatchInfo? thrown = null;

        // Invariant: a run begins after each flag that was set. Only a state without a flag is swapped for idle, and an exception in a run clears no flag.
        do
        {
            Atomic.Exchange(ref _state, Running);
            thrown = TryRun(state, action) ?? thrown;
        }
        while (!Atomic.CompareAndSwap(ref _state, Running, Idle));
        thrown?.Throw();
    }

    private static ExceptionDispatchInfo? TryRun<TState>(TState state, Action<TState> action)
    {
        try
        {
            action(state);
            return null;
        }
        catch (Exception thrown)
        {
            return ExceptionDispatchInfo.Capture(thrown);
        }
    }
}
