using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Tools;

/// <summary>Answers every tool call with "rain" and asks again, as function invocation does.</summary>
internal sealed class ToolLoop(IChatClient inner) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        List<ChatMessage> history = [.. messages];
        ChatResponse response = await base.GetResponseAsync(history, options, cancellationToken);
        while (response.FinishReason == ChatFinishReason.ToolCalls)
        {
            AddResult(history, response);
            response = await base.GetResponseAsync(history, options, cancellationToken);
        }

        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        List<ChatMessage> history = [.. messages];
        ChatResponse response;
        do
        {
            List<ChatResponseUpdate> updates = [];
            await foreach (ChatResponseUpdate update in base.GetStreamingResponseAsync(history, options, cancellationToken))
            {
                updates.Add(update);
                yield return update;
            }

            response = updates.ToChatResponse();
            AddResult(history, response);
        }
        while (response.FinishReason == ChatFinishReason.ToolCalls);
    }

    private static void AddResult(List<ChatMessage> history, ChatResponse response)
    {
        history.AddMessages(response);
        history.Add(new(ChatRole.Tool, [new FunctionResultContent("1", "rain")]));
    }
}
