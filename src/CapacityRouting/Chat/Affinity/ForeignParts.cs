using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Affinity;

/// <summary>
/// The parts of a conversation that another provider made: contents, the messages around them, and their ids, to which other parts refer. An answer of an unknown maker is another's: what
/// every provider can read is right for each. Immutable once found.
/// </summary>
internal sealed class ForeignParts
{
    private readonly HashSet<AIContent> _contents = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<ChatMessage> _messages = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ownIds = new(StringComparer.Ordinal);

    private ForeignParts()
    {
    }

    public bool IsNone => _contents.Count == 0;

    /// <summary>The ids of foreign calls and requests, and so of their results.</summary>
    public IReadOnlySet<string> Ids => _ids;

    /// <param name="messages">The conversation.</param>
    /// <param name="isForeign">Whether another provider made a content; null when unknown.</param>
    public static ForeignParts In(IReadOnlyList<ChatMessage> messages, Func<AIContent, bool?> isForeign)
    {
        ForeignParts parts = new();
        for (int i = 0; i < messages.Count; i++)
            parts.Find(messages[i], isForeign);
        return parts;
    }

    /// <summary>Whether a provider made the whole message elsewhere. An answer has one maker, so one foreign part shows it for all.</summary>
    public bool Made(ChatMessage message) => _messages.Contains(message);

    /// <summary>Whether a message of the caller's own has a foreign part, or answers one.</summary>
    public bool Touch(ChatMessage message)
    {
        foreach (AIContent content in message.Contents)
            if (IsTouched(content))
                return true;
        return false;
    }

    /// <summary>The content in the form that may be sent; null when none may.</summary>
    public AIContent? Of(AIContent content, bool isMadeElsewhere, PortableCallIds ids) =>
        isMadeElsewhere || IsTouched(content) ? PortableContent.Of(content, ids) : content;

    private bool IsTouched(AIContent content) => _contents.Contains(content) || (IdOf(content) is { } id && _ids.Contains(id));

    private void Find(ChatMessage message, Func<AIContent, bool?> isForeign)
    {
        if (message.Role == ChatRole.Assistant)
            FindMade(message, isForeign);
        else
            foreach (AIContent content in message.Contents)
                if (Knows(content, isForeign) is true)
                    Add(content);
    }

    /// <summary>An answer has one maker: what is known of one part is true of all.</summary>
    private void FindMade(ChatMessage message, Func<AIContent, bool?> isForeign)
    {
        (bool isBound, bool isOwn, bool isElsewhere) = (false, false, false);
        foreach (AIContent content in message.Contents)
        {
            isBound |= PortableMessages.IsBoundToMaker(content);
            bool? known = Knows(content, isForeign);
            isOwn |= known is false;
            isElsewhere |= known is true;
        }

        if (isElsewhere || (isBound && !isOwn))
        {
            _messages.Add(message);
            foreach (AIContent content in message.Contents)
                Add(content);
        }
        else if (isBound)
        {
            foreach (AIContent content in message.Contents)
                if (content is ToolCallContent or InputRequestContent && IdOf(content) is { } id)
                    _ownIds.Add(id);
        }
    }

    /// <summary>Whether a content is foreign; null when unknown. What answers a call of this conversation is as the call is.</summary>
    private bool? Knows(AIContent content, Func<AIContent, bool?> isForeign) =>
        !PortableMessages.IsBoundToMaker(content) ? null
        : content is not (ToolResultContent or InputResponseContent) || IdOf(content) is not { } id ? isForeign(content)
        : _ids.Contains(id) ? true
        : _ownIds.Contains(id) ? false
        : isForeign(content);

    private void Add(AIContent content)
    {
        _contents.Add(content);
        if (IdOf(content) is { } id)
            _ids.Add(id);
    }

    /// <summary>The id of a call or a request, and of what answers it; null for other content.</summary>
    public static string? IdOf(AIContent content) => content switch
    {
        ToolCallContent call => call.CallId,
        ToolResultContent result => result.CallId,
        InputRequestContent request => request.RequestId,
        InputResponseContent response => response.RequestId,
        _ => null,
    };
}
