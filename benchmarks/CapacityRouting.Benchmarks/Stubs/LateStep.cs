using System.Threading.Tasks.Sources;

namespace CapacityRouting.Benchmarks.Stubs;

/// <summary>A step that is never there at once, and comes from the thread pool as soon as it is waited for. Reused, so that it allocates nothing.</summary>
internal sealed class LateStep : IValueTaskSource<bool>, IThreadPoolWorkItem
{
    private ManualResetValueTaskSourceCore<bool> _outcome;
    private bool _moved;

    public ValueTask<bool> Give(bool moved)
    {
        _outcome.Reset();
        _moved = moved;
        return new(this, _outcome.Version);
    }

    public void Execute() => _outcome.SetResult(_moved);

    public bool GetResult(short token) => _outcome.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _outcome.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        _outcome.OnCompleted(continuation, state, token, flags);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }
}
