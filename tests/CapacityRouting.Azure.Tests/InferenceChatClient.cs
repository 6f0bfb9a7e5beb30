using System.Runtime.CompilerServices;
using Azure;
using Azure.AI.Inference;
using Microsoft.Extensions.AI;
using ChatRole = Microsoft.Extensions.AI.ChatRole;

namespace CapacityRouting.Tests;

/// <summary>A chat client over the SDK of Azure AI Inference, which has none of its own. It only copies.</summary>
internal sealed class InferenceChatClient(Uri endpoint, AzureAIInferenceClientOptions options) : IChatClient
{
    private readonly ChatCompletionsClient _model = new(endpoint, new AzureKeyCredential("key"), options);

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatCompletions answer = await _model.CompleteAsync(Request(messages), cancellationToken);
        return new(new ChatMessage(ChatRole.Assistant, answer.Content)) { FinishReason = Reason(answer.FinishReason) };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using StreamingResponse<StreamingChatCompletionsUpdate> updates = await _model.CompleteStreamingAsync(Request(messages), cancellationToken);
        await foreach (StreamingChatCompletionsUpdate update in updates.EnumerateValues().WithCancellation(cancellationToken))
            yield return new(ChatRole.Assistant, update.ContentUpdate) { FinishReason = Reason(update.FinishReason) };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("azure.ai.inference", endpoint) : null;

    public void Dispose()
    {
        // The SDK's client owns nothing.
    }

    private static ChatCompletionsOptions Request(IEnumerable<ChatMessage> messages) =>
        new(messages.Select(message => new ChatRequestUserMessage(message.Text))) { Model = "model" };

    private static ChatFinishReason? Reason(CompletionsFinishReason? reason) => reason is { } known ? new(known.ToString()) : null;
}
