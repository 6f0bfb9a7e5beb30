using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Streaming;

/// <summary>A call with a streamed answer. The call starts with the enumeration, and each enumeration is a call of its own.</summary>
internal sealed class AnswerEnumerable(IAnswerSource source, IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    : IAsyncEnumerable<ChatResponseUpdate>
{
    public IAsyncEnumerator<ChatResponseUpdate> GetAsyncEnumerator(CancellationToken cancellationTokenOfEnumerator = default) =>
        new AnswerEnumerator(source, messages, options, cancellationToken, cancellationTokenOfEnumerator);
}
