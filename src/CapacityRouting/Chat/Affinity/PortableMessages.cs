using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Affinity;

/// <summary>
/// A conversation in a form for another provider: without content that only its first maker understands, and with ids of tool calls that every
/// provider accepts. Pure; the caller's messages and contents are never changed.
/// </summary>
internal static class PortableMessages
{
    /// <summary>The same list when nothing in it is foreign. Otherwise a list with copies of the messages that change.</summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="isForeign">Whether another provider than the target made a content; null when unknown. Asked only of contents that are bound to their maker.</param>
    public static IReadOnlyList<ChatMessage> For(IReadOnlyList<ChatMessage> messages, Func<AIContent, bool?> isForeign)
    {
        ForeignParts foreign = ForeignParts.In(messages, isForeign);
        if (foreign.IsNone)
            return messages;
        PortableCallIds ids = PortableCallIds.For(messages, foreign.Ids);
        List<ChatMessage> portable = new(messages.Count);
        foreach (ChatMessage message in messages)
            if (Copy(message, foreign, ids) is { } copy)
                portable.Add(copy);
        return portable;
    }

    /// <summary>Whether a content is of a kind that can be foreign: a signature, an id or a place binds it to its maker. Reasoning without a signature is refused by makers that sign.</summary>
    public static bool IsBoundToMaker(AIContent content) => content switch
    {
        TextReasoningContent or ToolCallContent or ToolResultContent or InputRequestContent or InputResponseContent or HostedFileContent => true,

        // An SDK wraps content without a type of its own in the base type.
        _ => content.GetType() == typeof(AIContent),
    };

    /// <summary>The message itself when it does not change; null when none of it may be sent.</summary>
    private static ChatMessage? Copy(ChatMessage message, ForeignParts foreign, PortableCallIds ids)
    {
        bool isMadeElsewhere = foreign.Made(message);
        if (!isMadeElsewhere && !foreign.Touch(message))
            return message;
        List<AIContent> contents = new(message.Contents.Count);
        foreach (AIContent content in message.Contents)
            if (foreign.Of(content, isMadeElsewhere, ids) is { } portable)
                contents.Add(portable);
        return contents.Count == 0 ? null : With(message, contents, isMadeElsewhere);
    }

    /// <summary>
    /// The content without the SDK's own object, which some SDKs would send instead of the contents. Content of a provider also loses its id and its properties; the
    /// caller's own content keeps them.
    /// </summary>
    private static ChatMessage With(ChatMessage message, List<AIContent> contents, bool isMadeElsewhere)
    {
        ChatMessage copy = message.Clone();
        copy.Contents = contents;
        copy.RawRepresentation = null;
        if (!isMadeElsewhere)
            return copy;
        copy.MessageId = null;
        copy.AdditionalProperties = null;
        return copy;
    }
}
