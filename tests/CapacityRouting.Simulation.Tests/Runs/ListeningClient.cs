using Microsoft.Extensions.AI;

namespace CapacityRouting.Simulation.Tests.Runs;

/// <summary>A router that passes everything on and remembers what it was asked last.</summary>
internal sealed class ListeningClient(IChatClient inner) : DelegatingChatClient(inner)
{
    public ChatOptions? Options { get; private set; }

    public ChatRole? LastRole { get; private set; }

    public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Listen(messages, options);
        return base.GetResponseAsync(messages, options, cancellationToken);
    }

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Listen(messages, options);
        return base.GetStreamingResponseAsync(messages, options, cancellationToken);
    }

    private void Listen(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        Options = options;
        LastRole = messages.Last().Role;
    }
}
