using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using AIChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace QuickStart.Clients;

/// <summary>
/// The OpenAI SDK as an <see cref="IChatClient"/>: text in, text out. An application takes
/// <c>AsIChatClient()</c> from the package Microsoft.Extensions.AI.OpenAI instead, which also knows tools, images and reasoning.
/// </summary>
internal sealed class OpenAIChatAdapter(OpenAI.OpenAIClient openAI, string defaultModel, Uri? endpoint = null) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<AIChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var completion = await Model(options).CompleteChatAsync(
            OpenAIMapping.Messages(messages), OpenAIMapping.Options(options), cancellationToken);
        return OpenAIMapping.Response(completion.Value);
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<AIChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var updates = Model(options).CompleteChatStreamingAsync(
            OpenAIMapping.Messages(messages), OpenAIMapping.Options(options), cancellationToken);
        await foreach (var update in updates.WithCancellation(cancellationToken))
        {
            yield return OpenAIMapping.Update(update);
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("openai", endpoint, defaultModel)
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    public void Dispose()
    {
        // The SDK's client owns nothing that needs disposing.
    }

    private ChatClient Model(ChatOptions? options) => openAI.GetChatClient(options?.ModelId ?? defaultModel);
}
