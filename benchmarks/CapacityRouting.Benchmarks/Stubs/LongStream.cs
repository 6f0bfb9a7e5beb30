using Microsoft.Extensions.AI;

namespace CapacityRouting.Benchmarks.Stubs;

/// <summary>A stream of many updates, made once and given again and again, so that what a reader allocates is all there is to see. Good for one enumeration.</summary>
/// <param name="takesTime">Whether every update has to be waited for, if only for a moment.</param>
internal sealed class LongStream(bool takesTime) : IAsyncEnumerable<ChatResponseUpdate>, IAsyncEnumerator<ChatResponseUpdate>
{
    public const int Updates = 1_000;

    private static readonly ChatResponseUpdate Piece = new(ChatRole.Assistant, "token ");
    private static readonly ChatResponseUpdate Last = new(ChatRole.Assistant, "token ") { FinishReason = ChatFinishReason.Stop };

    private readonly LateStep _step = new();
    private int _sent;

    public ChatResponseUpdate Current => _sent == Updates ? Last : Piece;

    public IAsyncEnumerator<ChatResponseUpdate> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

    public ValueTask<bool> MoveNextAsync() => takesTime ? _step.Give(_sent++ < Updates) : new(_sent++ < Updates);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
