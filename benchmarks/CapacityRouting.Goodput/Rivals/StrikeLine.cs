namespace CapacityRouting.Goodput.Rivals;

/// <summary>The calls that wait for a model with room, the oldest first: the head of the line looks ten times a second. Not thread-safe.</summary>
internal sealed class StrikeLine : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly Queue<Waiting> _waiting = new();
    private readonly StrikeRoute[] _routes;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    public StrikeLine(StrikeRoute[] routes, TimeProvider time)
    {
        _routes = routes;
        _time = time;
        _timer = time.CreateTimer(static line => ((StrikeLine)line!).Serve(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The first model with room, and the charge for it; null when there was none in time.</summary>
    public Task<StrikeRoute?> TakeAsync(long input, long tokens, DateTimeOffset until)
    {
        if (_waiting.Count == 0 && Free(input, tokens) is { } free)
            return Task.FromResult<StrikeRoute?>(free);
        Waiting mine = new(input, tokens, until);
        _waiting.Enqueue(mine);
        if (_waiting.Count == 1)
            LookAgain();
        return mine.Result.Task;
    }

    public void Dispose() => _timer.Dispose();

    private void Serve()
    {
        while (_waiting.TryPeek(out Waiting? head))
        {
            StrikeRoute? route = null;
            if (_time.GetUtcNow() <= head.Until && (route = Free(head.Input, head.Tokens)) is null)
                break;
            _waiting.Dequeue();
            head.Result.SetResult(route);
        }

        if (_waiting.Count > 0)
            LookAgain();
    }

    private void LookAgain() => _timer.Change(Look, Timeout.InfiniteTimeSpan);

    private StrikeRoute? Free(long input, long tokens)
    {
        StrikeRoute? route = Array.Find(_routes, route => route.Suits(input) && route.HasRoom(tokens));
        route?.Begin(tokens);
        return route;
    }

    private sealed record Waiting(long Input, long Tokens, DateTimeOffset Until)
    {
        public TaskCompletionSource<StrikeRoute?> Result { get; } = new();
    }
}
