namespace CapacityRouting.Goodput.Rivals;

/// <summary>A token bucket that requests wait at for their turn, in the order of arrival: a token a request, and never less than one in two seconds.</summary>
/// <remarks>Empty at first; it holds what flows in during a second, at least one token. See <see cref="AdaptiveCubic"/> for its source.</remarks>
internal sealed class SendBucket : IDisposable
{
    private const double SlowestRate = 0.5;
    private const double RoundingError = 1e-6;

    private readonly Queue<TaskCompletionSource<bool>> _waiting = new();
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private double _level;
    private double _most = 1;
    private long _filledAt;

    public SendBucket(TimeProvider time, double rate)
    {
        _time = time;
        _filledAt = time.GetTimestamp();
        _timer = time.CreateTimer(static bucket => ((SendBucket)bucket!).Serve(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        SetRate(rate);
    }

    /// <summary>Tokens a second.</summary>
    public double Rate { get; private set; }

    public void SetRate(double rate)
    {
        Refill();
        Rate = Math.Max(rate, SlowestRate);
        _most = Math.Max(rate, 1);
        Serve();
    }

    /// <summary>Waits for a token.</summary>
    /// <returns>Whether there was one in time.</returns>
    public async Task<bool> TakeAsync(TimeSpan patience)
    {
        Refill();
        return (_waiting.Count == 0 && TryTake()) || (patience > TimeSpan.Zero && await WaitAsync(patience).ConfigureAwait(false));
    }

    public void Dispose() => _timer.Dispose();

    private async Task<bool> WaitAsync(TimeSpan patience)
    {
        TaskCompletionSource<bool> turn = new();
        _waiting.Enqueue(turn);
        Serve();
        using ITimer leave = _time.CreateTimer(static turn => ((TaskCompletionSource<bool>)turn!).TrySetResult(false), turn, patience, Timeout.InfiniteTimeSpan);
        return await turn.Task.ConfigureAwait(false);
    }

    private void Serve()
    {
        Refill();

        // A served caller continues here and now, and may come back in: no lock is held meanwhile.
        while (_waiting.TryPeek(out TaskCompletionSource<bool>? turn) && (turn.Task.IsCompleted || TryTake()))
            _waiting.Dequeue().TrySetResult(true);
        _timer.Change(_waiting.Count > 0 ? UntilOne() : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private void Refill()
    {
        _level = Math.Min(_most, _level + (_time.GetElapsedTime(_filledAt).TotalSeconds * Rate));
        _filledAt = _time.GetTimestamp();
    }

    private bool TryTake()
    {
        if (_level < 1 - RoundingError)
            return false;
        _level -= 1;
        return true;
    }

    private TimeSpan UntilOne() => TimeSpan.FromTicks((long)Math.Ceiling((1 - _level) / Rate * TimeSpan.TicksPerSecond));
}
