namespace CapacityRouting.Benchmarks.Harness;

/// <summary>
/// Threads that live as long as a benchmark and start each round together; the caller is the first of them. One round takes
/// milliseconds, so that starting it (microseconds) does not show.
/// </summary>
internal sealed class Crew : IDisposable
{
    private readonly Barrier _gate;
    private readonly Thread[] _others;
    private Action<int>? _work;

    public Crew(int threads)
    {
        _gate = new(threads);
        _others = [.. Enumerable.Range(1, threads - 1).Select(number => new Thread(() => Follow(number)) { IsBackground = true })];
        foreach (Thread other in _others)
            other.Start();
    }

    /// <summary>Runs the work on every thread at once, each with its number, and waits for the last to end.</summary>
    public void Run(Action<int> work)
    {
        _work = work;
        _gate.SignalAndWait();
        work(0);
        _gate.SignalAndWait();
    }

    public void Dispose()
    {
        _work = null;
        _gate.SignalAndWait();
        foreach (Thread other in _others)
            other.Join();
        _gate.Dispose();
    }

    private void Follow(int number)
    {
        while (true)
        {
            _gate.SignalAndWait();
            if (_work is not { } work)
                return;
            work(number);
            _gate.SignalAndWait();
        }
    }
}
