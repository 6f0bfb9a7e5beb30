using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Tools;

/// <summary>Keeps the first answer of each method for good.</summary>
internal sealed class CachingClient(IChatClient inner) : DelegatingChatClient(inner)
{
    private ChatResponse? _response;
    private List<ChatResponseUpdate>? _updates;

    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        _response ??= await base.GetResponseAsync(messages, options, cancellationToken);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (_updates is null)
            await base.GetStreamingResponseAsync(messages, options, cancellationToken).ReadIntoAsync(_updates = []);
        foreach (ChatResponseUpdate update in _updates)
            yield return update;
    }
}
