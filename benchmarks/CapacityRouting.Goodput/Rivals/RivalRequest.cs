using Microsoft.Extensions.AI;

namespace CapacityRouting.Goodput.Rivals;

/// <summary>A request as its caller made it, which may be sent more than once. Immutable.</summary>
internal sealed class RivalRequest(IEnumerable<ChatMessage> messages, ChatOptions? options)
{
    private const int CharactersPerToken = 4;

    public IReadOnlyList<ChatMessage> Messages { get; } = messages as IReadOnlyList<ChatMessage> ?? [.. messages];

    public ChatOptions? Options { get; } = options;

    /// <summary>What a tokenizer on the caller's side would say, near enough: four characters a token, as our router estimates and the simulated providers do.</summary>
    public long EstimateInputTokens()
    {
        long characters = Options?.Instructions?.Length ?? 0;
        foreach (ChatMessage message in Messages)
            foreach (AIContent content in message.Contents)
                characters += content is TextContent { Text: { } text } ? text.Length : 0;
        return (characters + CharactersPerToken - 1) / CharactersPerToken;
    }
}
