namespace CapacityRouting.Queue.WakeUps;

/// <summary>Two threads that do something at the same moment, as nearly as the machine lets them.</summary>
internal sealed class AlignedPair : IDisposable
{
    // In iterations: some as long as a few steps of a call, some as long as a whole join.
    private const int ShortDelay = 300;
    private const int LongDelay = 2_000;

    private readonly Random _delays;
    private readonly Random _othersDelays;
    private readonly Thread _other;
    private Action? _action;
    private int _round;
    private int _here;
    private int _done;

    /// <param name="seed">How the two are shifted against each other.</param>
    public AlignedPair(int seed)
    {
        _delays = new(seed);
        _othersDelays = new(~seed);
        _other = new(Follow) { IsBackground = true };
        _other.Start();
    }

    /// <summary>Does both, the first on this thread. In each round the two are shifted against each other by chance.</summary>
    public void Run(Action one, Action other)
    {
        int round = _round + 1;
        _action = other;
        Volatile.Write(ref _round, round);
        Align(round);
        Delay(_delays);
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
            Delay(_othersDelays);
            action();
            Volatile.Write(ref _done, round);
        }
    }

    private static void Delay(Random delays) => Thread.SpinWait(delays.Next(delays.Next(2) == 0 ? ShortDelay : LongDelay));

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
