using System.Collections.Concurrent;
using CapacityRouting.Simulation;

namespace QuickStart.Load;

/// <summary>What the views show of a run while it is under way. Safe to read at any time.</summary>
internal sealed class RunProgress(RunClock clock)
{
    private const int LatestKept = 60;

    private readonly ConcurrentDictionary<string, int> _servedBy = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _latest = new();
    private readonly ConcurrentQueue<RunEvent> _news = new();
    private int _sent;
    private int _finished;
    private int _failed;

    public TimeSpan Elapsed => clock.Elapsed;

    public int SentCalls => Volatile.Read(ref _sent);

    public int FinishedCalls => Volatile.Read(ref _finished);

    public int FailedCalls => Volatile.Read(ref _failed);

    /// <summary>The routes that served the latest calls, oldest first.</summary>
    public IReadOnlyCollection<string> Latest => [.. _latest];

    public int ServedBy(string route) => _servedBy.GetValueOrDefault(route);

    public void Sent() => Interlocked.Increment(ref _sent);

    public void Finished(CallResult result)
    {
        Interlocked.Increment(ref _finished);
        if (result.ServedBy is { } route)
            Count(route);
        TellFailover(result);
        TellFailure(result);
    }

    public void Tell(string text) => _news.Enqueue(new RunEvent(clock.Elapsed, text));

    /// <summary>Hands out each event once, oldest first.</summary>
    public IEnumerable<RunEvent> TakeNews()
    {
        while (_news.TryDequeue(out var next))
            yield return next;
    }

    private void Count(string route)
    {
        _servedBy.AddOrUpdate(route, 1, (_, served) => served + 1);
        _latest.Enqueue(route);
        if (_latest.Count > LatestKept)
            _latest.TryDequeue(out _);
    }

    private void TellFailover(CallResult result)
    {
        if (result is { Served: true, Failovers: > 0, Report: { } report })
        {
            var failed = string.Join(", ", report.Attempts.SkipLast(1).Select(attempt => $"{attempt.Route} {attempt.Failure?.Kind}"));
            Tell($"call {result.Call.Number}: {failed}, so {report.ServedBy} served it");
        }
    }

    private void TellFailure(CallResult result)
    {
        if (result.Error is { } error)
        {
            Interlocked.Increment(ref _failed);
            Tell($"call {result.Call.Number} failed: {error.Message}");
        }
    }
}
