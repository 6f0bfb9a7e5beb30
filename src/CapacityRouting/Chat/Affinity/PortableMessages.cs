using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Affinity;

/// <summary>
/// A conversation as another provider can take it over: with what only its first maker understands taken out, and with tool calls under ids that every
/// provider accepts. Pure; the caller's messages and contents are never changed.
/// </summary>
internal static class PortableMessages
{
    /// <summary>The same list when nothing in it is foreign; else one in which the messages that change are copies.</summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="isForeign">Whether a content was made by another provider than the one that is to get it; asked of those with a maker's mark only.</param>
    public static IReadOnlyList<ChatMessage> For(IReadOnlyList<ChatMessage> messages, Func<AIContent, bool> isForeign)
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

    /// <summary>Whether a content is of a kind that can be foreign at all: one that is bound to who made it, by a signature, an id or a place.</summary>
    public static bool HasMakersMark(AIContent content) => content switch
    {
        TextReasoningContent reasoning => !string.IsNullOrEmpty(reasoning.ProtectedData),
        ToolCallContent or ToolResultContent or InputRequestContent or InputResponseContent or HostedFileContent => true,

        // What an SDK has no type for comes as the base type around its own object.
        _ => content.GetType() == typeof(AIContent),
    };

    /// <summary>The message itself when it stays as it is; null when nothing of it can go.</summary>
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
    /// Without the SDK's own object, which some SDKs would send instead of the contents. What a provider made loses its id and its properties too; what the
    /// caller made keeps them.
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
