using Microsoft.Extensions.AI;

namespace CapacityRouting.ScriptedProvider;

/// <summary>Keeps the observation of the attempt in which it is called, as any code below a router finds it.</summary>
internal sealed class AttemptWatch(IChatClient inner) : DelegatingChatClient(inner)
{
    public AttemptObservation? Last { get; private set; }

    public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Last = AttemptObservation.Current;
        return base.GetResponseAsync(messages, options, cancellationToken);
    }

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Last = AttemptObservation.Current;
        return base.GetStreamingResponseAsync(messages, options, cancellationToken);
    }
}
