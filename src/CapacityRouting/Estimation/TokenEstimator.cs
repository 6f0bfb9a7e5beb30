using Microsoft.Extensions.AI;

namespace CapacityRouting.Estimation;

/// <summary>
/// Tokens by length: four characters to one, the ratio that OpenAI's own rate limiter assumes. Media count by a fixed price.
/// Only lengths are looked at, never words.
/// </summary>
internal static class TokenEstimator
{
    private const int CharactersPerToken = 4;

    /// <summary>One message of one token.</summary>
    public const int ShortestRequest = TokensPerMessage + 1;

    // Role and separators of one message, as OpenAI's cookbook counts them.
    private const int TokensPerMessage = 4;

    // A 1024 x 1024 image in high detail at OpenAI; other providers charge about the same.
    private const int TokensPerMedium = 765;

    public static long Estimate(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        long tokens = 0;
        for (int i = 0; i < messages.Count; i++)
            tokens += TokensPerMessage + (messages[i] is { } message ? Estimate(message.Contents) : 0);
        return options is null ? tokens : tokens + Estimate(options);
    }

    public static long Estimate(IList<AIContent> contents)
    {
        long characters = 0;
        long media = 0;
        for (int i = 0; i < contents.Count; i++)
        {
            characters += Characters(contents[i]);
            if (contents[i] is DataContent or UriContent or HostedFileContent)
                media++;
        }

        return TokensOf(characters) + (media * TokensPerMedium);
    }

    private static long Estimate(ChatOptions options)
    {
        long characters = options.Instructions?.Length ?? 0;
        foreach (AITool tool in options.Tools ?? [])
            characters += tool.Name.Length + tool.Description.Length + SchemaLength(tool);
        if (options.ResponseFormat is ChatResponseFormatJson { Schema: { } schema })
            characters += schema.GetRawText().Length;
        return TokensOf(characters);
    }

    private static long TokensOf(long characters) => (characters + CharactersPerToken - 1) / CharactersPerToken;

    private static int SchemaLength(AITool tool) =>
        tool is AIFunctionDeclaration function ? function.JsonSchema.GetRawText().Length : 0;

    private static int Characters(AIContent content) => content switch
    {
        TextContent text => text.Text.Length,
        TextReasoningContent reasoning => reasoning.Text.Length,
        FunctionCallContent call => call.Name.Length + ArgumentsLength(call.Arguments),
        FunctionResultContent result => ValueLength(result.Result),
        _ => 0,
    };

    private static int ArgumentsLength(IDictionary<string, object?>? arguments)
    {
        int length = 0;
        foreach (KeyValuePair<string, object?> argument in arguments ?? new Dictionary<string, object?>(0, StringComparer.Ordinal))
            length += argument.Key.Length + ValueLength(argument.Value);
        return length;
    }

    private static int ValueLength(object? value) => value is string text ? text.Length : value?.ToString()?.Length ?? 0;
}
