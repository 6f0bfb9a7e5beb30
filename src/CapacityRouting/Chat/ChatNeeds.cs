using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat;

/// <summary>The capabilities that a chat request needs of a model. They are asked only where some route lacks one. Pure.</summary>
internal static class ChatNeeds
{
    public static bool Has(ModelCapability capability, IReadOnlyList<ChatMessage> messages, ChatOptions? options) => capability switch
    {
        ModelCapability.Tools => options is { Tools.Count: > 0 },
        ModelCapability.ToolChoice => options is { Tools.Count: > 0, ToolMode: RequiredChatToolMode or NoneChatToolMode },
        ModelCapability.StructuredOutput => options is { ResponseFormat: ChatResponseFormatJson },
        ModelCapability.Images => IsIn(messages, "image"),
        ModelCapability.Audio => IsIn(messages, "audio"),
        ModelCapability.Documents => IsIn(messages, "application") || IsIn(messages, "text") || HasFile(messages),
        ModelCapability.AssistantPrefill => messages is [.., { } last] && last.Role == ChatRole.Assistant,
        _ => false,
    };

    private static bool IsIn(IReadOnlyList<ChatMessage> messages, string type) =>
        ContentsOf(messages).Any(content => content is DataContent data ? data.HasTopLevelMediaType(type) : content is UriContent uri && uri.HasTopLevelMediaType(type));

    private static bool HasFile(IReadOnlyList<ChatMessage> messages) => ContentsOf(messages).Any(content => content is HostedFileContent);

    private static IEnumerable<AIContent> ContentsOf(IReadOnlyList<ChatMessage> messages) => messages.SelectMany(message => message?.Contents ?? []);
}
