using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace CapacityRouting.Tests;

/// <summary>
/// A deployment as an <see cref="IChatClient"/>: text in, text out. <c>AsIChatClient()</c> of Microsoft.Extensions.AI.OpenAI is built on an OpenAI SDK
/// on which the stable Azure SDK does not run.
/// </summary>
internal sealed class DeploymentClient(ChatClient deployment) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ChatCompletion completion = await deployment.CompleteChatAsync(Texts(messages), cancellationToken: cancellationToken);
        return new(new ChatMessage(ChatRole.Assistant, Text(completion.Content))) { FinishReason = ChatFinishReason.Stop };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (StreamingChatCompletionUpdate update in deployment.CompleteChatStreamingAsync(Texts(messages), cancellationToken: cancellationToken))
            yield return new(ChatRole.Assistant, Text(update.ContentUpdate)) { FinishReason = update.FinishReason is null ? null : ChatFinishReason.Stop };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("openai") : null;

    public void Dispose()
    {
        // The SDK's client owns nothing that needs disposing.
    }

    private static IEnumerable<OpenAI.Chat.ChatMessage> Texts(IEnumerable<ChatMessage> messages) => messages.Select(message => new UserChatMessage(message.Text));

    private static string Text(ChatMessageContent content) => string.Concat(content.Select(part => part.Text));
}
