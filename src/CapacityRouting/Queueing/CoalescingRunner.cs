using System.Runtime.ExceptionServices;
using CapacityRouting.Atomics;

namespace CapacityRouting.Queueing;

/// <summary>
/// Runs something once after each call of <see cref="Run"/>, one run at a time, and lets nobody wait: a call that finds it running leaves word, and
/// whoever runs it runs it again, once for all such calls. So two of them that call each other never wait for each other, and one that calls
/// itself makes no deep stack.
/// </summary>
internal sealed class CoalescingRunner
{
    private const int Idle = 0;
    private const int Running = 1;
    private const int Called = 2;

    private int _state;

    public void Run<TState>(TState state, Action<TState> action)
    {
        // Word is left by an exchange even where there is some already: the run that takes it must see what came before this call.
        if (Atomic.Exchange(ref _state, Called) != Idle)
            return;
        ExceptionDispatchInfo? thrown = null;

        // Invariant: a run begins after each word that was left, for only a state without word is swapped for idle; what one run throws takes no word away.
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
