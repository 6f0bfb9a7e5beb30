using Microsoft.Extensions.AI;

namespace CapacityRouting.Benchmarks.Stubs;

/// <summary>A stream of new updates that are there at once: text, and with the last one the finish reason. Good for one enumeration.</summary>
internal sealed class InstantStream : IAsyncEnumerable<ChatResponseUpdate>, IAsyncEnumerator<ChatResponseUpdate>
{
    public const int Updates = 20;

    private int _sent;

    public ChatResponseUpdate Current { get; private set; } = null!;

    public IAsyncEnumerator<ChatResponseUpdate> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

    public ValueTask<bool> MoveNextAsync()
    {
        if (_sent == Updates)
            return ValueTask.FromResult(false);
        _sent++;
        Current = new(ChatRole.Assistant, "token ") { FinishReason = _sent == Updates ? ChatFinishReason.Stop : null };
        return ValueTask.FromResult(true);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
