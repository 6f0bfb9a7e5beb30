using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Tools;

/// <summary>A stream whose every step the test may replace, and which counts how often it was opened and disposed.</summary>
internal sealed class ScriptedStream : IAsyncEnumerable<ChatResponseUpdate>, IAsyncEnumerator<ChatResponseUpdate>
{
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _index = -1;
    private int _disposals;

    public IReadOnlyList<ChatResponseUpdate?> Updates { get; init; } = [];

    /// <summary>Runs as the stream is opened.</summary>
    public Action OnOpen { get; init; } = () => { };

    /// <summary>Replaces the step to the update of this index; null goes on by the list.</summary>
    public Func<int, ValueTask<bool>?> OnMove { get; init; } = _ => null;

    public Action OnCurrent { get; init; } = () => { };

    public Func<ValueTask> OnDispose { get; init; } = () => ValueTask.CompletedTask;

    public int Opens { get; private set; }

    public int Disposals => Volatile.Read(ref _disposals);

    public Task Disposed => _disposed.Task;

    public CancellationToken Token { get; private set; }

    public ChatResponseUpdate Current
    {
        get
        {
            OnCurrent();
            return Updates[_index]!;
        }
    }

    /// <summary>A client that answers every stream with this one.</summary>
    public TestClient AsClient() => new() { OnStream = (_, _, _) => this };

    public IAsyncEnumerator<ChatResponseUpdate> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        Opens++;
        Token = cancellationToken;
        _index = -1;
        OnOpen();
        return this;
    }

    public ValueTask<bool> MoveNextAsync() => OnMove(++_index) ?? ValueTask.FromResult(_index < Updates.Count);

    public ValueTask DisposeAsync()
    {
        Interlocked.Increment(ref _disposals);
        _disposed.TrySetResult();
        return OnDispose();
    }
}
