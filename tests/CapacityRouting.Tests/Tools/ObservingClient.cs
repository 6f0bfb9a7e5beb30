using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Tools;

/// <summary>Notes how each call ended, as logging and telemetry do.</summary>
internal sealed class ObservingClient(IChatClient inner) : DelegatingChatClient(inner)
{
    public List<string> Seen { get; } = [];

    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            ChatResponse response = await base.GetResponseAsync(messages, options, cancellationToken);
            Seen.Add("ok");
            return response;
        }
        catch (Exception thrown)
        {
            Seen.Add(thrown.GetType().Name);
            throw;
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        List<ChatResponseUpdate> updates = [];
        try
        {
            await base.GetStreamingResponseAsync(messages, options, cancellationToken).ReadIntoAsync(updates);
            Seen.Add("ok");
        }
        catch (Exception thrown)
        {
            Seen.Add(thrown.GetType().Name);
            throw;
        }

        foreach (ChatResponseUpdate update in updates)
            yield return update;
    }
}
