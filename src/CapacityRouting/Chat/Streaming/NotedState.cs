using CapacityRouting.Pipeline;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Streaming;

/// <summary>What has been noted of the provider state in a stream, so that nothing is noted again with each update. Not thread-safe.</summary>
internal struct NotedState
{
    private string? _conversation;
    private bool _isReasoning;

    /// <summary>Notes the state in an update. Every update of a stream names its conversation. Plain text has no owner.</summary>
    /// <param name="attempt">The attempt, whose route made it.</param>
    /// <param name="routes">The chat side of the routes.</param>
    /// <param name="update">The update.</param>
    /// <param name="isText">Whether it is one piece of text and nothing else.</param>
    public void Keep(Attempt attempt, ChatRoutes routes, ChatResponseUpdate update, bool isText)
    {
        string? conversation = update.ConversationId;
        bool isNews = !string.Equals(conversation, _conversation, StringComparison.Ordinal);
        bool isReasoning = IsUnsignedReasoning(update.Contents);
        if (isNews || !(isText || (isReasoning && _isReasoning)))
            routes.Keep(attempt, update.Contents, isNews ? conversation : null);
        (_conversation, _isReasoning) = (conversation, isReasoning);
    }

    /// <summary>Pieces of reasoning become one content with the properties of the first.</summary>
    private static bool IsUnsignedReasoning(IList<AIContent> contents) => contents is [TextReasoningContent { ProtectedData: null or "" }];
}
