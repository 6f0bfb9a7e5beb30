using CapacityRouting.Estimation;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Continuation;

/// <summary>
/// The request that makes another model continue: the caller's messages, and at their end the partial answer as the assistant's own words. Immutable.
/// </summary>
internal sealed class ContinuedRequest
{
    private ContinuedRequest(IReadOnlyList<ChatMessage> messages, ChatOptions? options, int sent, int unsent)
    {
        Messages = messages;
        Options = options;
        EndsWithAnswer = sent > 0;
        Unsent = unsent;
    }

    public IReadOnlyList<ChatMessage> Messages { get; }

    public ChatOptions? Options { get; }

    /// <summary>Whether the last message is a partial answer, which not every provider accepts; false when no text has come yet.</summary>
    public bool EndsWithAnswer { get; }

    /// <summary>The number of characters at the end of the text that were left out.</summary>
    public int Unsent { get; }

    /// <summary>Makes the request; null when the caller's token limit leaves no tokens.</summary>
    /// <param name="messages">The caller's messages.</param>
    /// <param name="options">The caller's options, which are not changed.</param>
    /// <param name="received">The text that the caller has, of all parts.</param>
    public static ContinuedRequest? For(IReadOnlyList<ChatMessage> messages, ChatOptions? options, string received)
    {
        string sent = received[..SentLength(received)];
        int unsent = received.Length - sent.Length;
        if (sent.Length == 0)
            return new(messages, options, sent: 0, unsent);
        TextContent written = new(sent);
        if (options?.MaxOutputTokens is not { } most)
            return new(With(messages, written), options, sent.Length, unsent);
        long left = most - TokenEstimator.Estimate([written]);
        return left >= 1 ? new(With(messages, written), Limited(options, (int)left), sent.Length, unsent) : null;
    }

    /// <summary>
    /// The text without white space at its end, which Anthropic refuses (a model would rather begin its next token with it anyway). It also ends without half of a
    /// surrogate pair, which no request can hold.
    /// </summary>
    private static int SentLength(string received)
    {
        int length = received.Length;
        while (length > 0 && (char.IsWhiteSpace(received[length - 1]) || char.IsHighSurrogate(received[length - 1])))
            length--;
        return length;
    }

    /// <summary>
    /// A caller's own beginning of the answer is joined with the partial answer. It stays one message, since providers differ in the meaning of two.
    /// </summary>
    private static ChatMessage[] With(IReadOnlyList<ChatMessage> messages, TextContent written)
    {
        if (messages is not [.., { } begun] || begun.Role != ChatRole.Assistant || !begun.Contents.All(content => content is TextContent))
            return [.. messages, new(ChatRole.Assistant, [written])];
        ChatMessage joined = begun.Clone();
        joined.Contents = [new TextContent(begun.Text + written.Text)];
        joined.RawRepresentation = null;
        return [.. messages.Take(messages.Count - 1), joined];
    }

    private static ChatOptions Limited(ChatOptions options, int tokens)
    {
        ChatOptions limited = options.Clone();
        limited.MaxOutputTokens = tokens;
        return limited;
    }
}
