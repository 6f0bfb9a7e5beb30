namespace CapacityRouting.Tests.Tools;

/// <summary>Two threads that do something at the same moment, as nearly as the machine lets them.</summary>
internal sealed class AlignedThreads : IDisposable
{
    // As long as either may take to the moment that counts.
    private const int Offsets = 300;

    private readonly Thread _other;
    private Action? _action;
    private int _round;
    private int _here;
    private int _done;

    public AlignedThreads()
    {
        _other = new(Work) { IsBackground = true };
        _other.Start();
    }

    /// <summary>Does both, the one on this thread. From round to round the two are shifted against each other a little.</summary>
    public void Run(Action one, Action other)
    {
        int round = _round + 1;
        _action = other;
        Volatile.Write(ref _round, round);
        Align(round);
        Thread.SpinWait(round % Offsets);
        Bare.Run(one);
        Await(ref _done, round);
    }

    public void Dispose()
    {
        _action = null;
        Volatile.Write(ref _round, _round + 1);
        _other.Join();
    }

    private void Work()
    {
        for (int round = 1; ; round++)
        {
            Await(ref _round, round);
            if (_action is not { } action)
                return;
            Align(round);
            Thread.SpinWait(round / Offsets % Offsets);
            action();
            Volatile.Write(ref _done, round);
        }
    }

    private void Align(int round)
    {
        Interlocked.Increment(ref _here);
        Await(ref _here, 2 * round);
    }

    private static void Await(ref int word, int value)
    {
        SpinWait wait = default;
        while (Volatile.Read(ref word) < value)
            wait.SpinOnce(sleep1Threshold: -1);
    }
}
