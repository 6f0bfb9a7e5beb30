namespace CapacityRouting.Queue.WakeUps;

/// <summary>Two threads that do something at the same moment, as nearly as the machine lets them.</summary>
internal sealed class AlignedPair : IDisposable
{
    // As long as either may take to the moment that counts.
    private const int Offsets = 300;

    private readonly Thread _other;
    private Action? _action;
    private int _round;
    private int _here;
    private int _done;

    public AlignedPair()
    {
        _other = new(Follow) { IsBackground = true };
        _other.Start();
    }

    /// <summary>Does both, the first on this thread. From round to round the two are shifted against each other a little.</summary>
    public void Run(Action one, Action other)
    {
        int round = _round + 1;
        _action = other;
        Volatile.Write(ref _round, round);
        Align(round);
        Thread.SpinWait(round % Offsets);
        one();
        Await(ref _done, round);
    }

    public void Dispose()
    {
        _action = null;
        Volatile.Write(ref _round, _round + 1);
        _other.Join();
    }

    private void Follow()
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
