using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Affinity;

/// <summary>
/// The parts of a conversation that another provider made: contents, the messages around them, and their ids, to which other parts refer. Immutable once
/// found.
/// </summary>
internal sealed class ForeignParts
{
    private readonly HashSet<AIContent> _contents = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<ChatMessage> _messages = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    private ForeignParts()
    {
    }

    public bool IsNone => _contents.Count == 0;

    /// <summary>The ids of foreign calls and requests, and so of their results.</summary>
    public IReadOnlySet<string> Ids => _ids;

    public static ForeignParts In(IReadOnlyList<ChatMessage> messages, Func<AIContent, bool> isForeign)
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

    private void Find(ChatMessage message, Func<AIContent, bool> isForeign)
    {
        bool isForeignHere = false;
        foreach (AIContent content in message.Contents)
        {
            if (!PortableMessages.HasMakersMark(content) || !isForeign(content))
                continue;
            isForeignHere = true;
            Add(content);
        }

        if (!isForeignHere || message.Role != ChatRole.Assistant)
            return;
        _messages.Add(message);
        foreach (AIContent content in message.Contents)
            Add(content);
    }

    private void Add(AIContent content)
    {
        _contents.Add(content);
        if (IdOf(content) is { } id)
            _ids.Add(id);
    }

    private static string? IdOf(AIContent content) => content switch
    {
        ToolCallContent call => call.CallId,
        ToolResultContent result => result.CallId,
        InputRequestContent request => request.RequestId,
        InputResponseContent response => response.RequestId,
        _ => null,
    };
}
