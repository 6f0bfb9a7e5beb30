using CapacityRouting.Estimation;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Continuation;

/// <summary>
/// The request that makes another model continue: the caller's messages, the partial answer as the assistant's own words, and at the end the <see cref="Instruction"/>, for the routes
/// that need one. Immutable.
/// </summary>
internal sealed class ContinuedRequest
{
    private readonly string _received;
    private readonly Anchor? _anchor;

    private ContinuedRequest(IReadOnlyList<ChatMessage> messages, ChatOptions? options, string received, string sent, Anchor? anchor)
    {
        (Messages, Options, _received, _anchor) = (messages, options, received, anchor);
        Unsent = received.Length - sent.Length;
        Rest = sent.Length == 0 ? null : new(anchor is not null);
    }

    public IReadOnlyList<ChatMessage> Messages { get; }

    public ChatOptions? Options { get; }

    /// <summary>What the messages and the options have for the partial answer; null when no text has come yet.</summary>
    public RestOfAnswer? Rest { get; }

    /// <summary>The number of characters at the end of the text that were left out.</summary>
    public int Unsent { get; }

    /// <summary>Makes the request; null when the caller's token limit leaves no tokens.</summary>
    /// <param name="messages">The caller's messages.</param>
    /// <param name="options">The caller's options, which are not changed.</param>
    /// <param name="received">The text that the caller has, of all parts.</param>
    public static ContinuedRequest? For(IReadOnlyList<ChatMessage> messages, ChatOptions? options, string received)
    {
        string sent = received[..SentLength(received)];
        if (sent.Length == 0)
            return new(messages, options, received, sent, anchor: null);
        TextContent written = new(sent);
        Anchor? anchor = Anchor.In(sent);
        ChatMessage[] all = anchor is null ? With(messages, written) : [.. With(messages, written), Instruction.For(anchor)];
        if (options?.MaxOutputTokens is not { } most)
            return new(all, options, received, sent, anchor);
        long left = most - TokenEstimator.Estimate([written]);
        return left >= 1 ? new(all, Limited(options, (int)left), received, sent, anchor) : null;
    }

    /// <summary>The seam to the answer of a model that gets the instruction.</summary>
    public ProvenSeam Prove() => new(new(_received, Unsent, _anchor));

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
