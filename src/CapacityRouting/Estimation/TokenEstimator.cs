using Microsoft.Extensions.AI;

namespace CapacityRouting.Estimation;

/// <summary>
/// Estimates tokens by length: four characters to one, the ratio that OpenAI's own rate limiter assumes. Media have prices of their own.
/// Only lengths count, never words.
/// </summary>
internal static class TokenEstimator
{
    private const int CharactersPerToken = 4;

    // The role and the separators of one message, as in OpenAI's cookbook.
    private const int TokensPerMessage = CapacityLimits.ShortestRequest - 1;

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
            Add(contents[i], ref characters, ref media);
        return TokensOf(characters) + media;
    }

    private static long Estimate(ChatOptions options)
    {
        long characters = options.Instructions?.Length ?? 0;
        foreach (AITool tool in options.Tools ?? [])
            characters += tool.Name.Length + tool.Description.Length + SchemaLength(tool);
        if (options.ResponseFormat is ChatResponseFormatJson { Schema: { } schema })
            characters += JsonLength.Of(schema);
        return TokensOf(characters);
    }

    public static long TokensOf(long characters) => (characters + CharactersPerToken - 1) / CharactersPerToken;

    private static long SchemaLength(AITool tool) => tool is AIFunctionDeclaration function ? JsonLength.Of(function.JsonSchema) : 0;

    /// <summary>Adds the characters of a content's text and the tokens of its media.</summary>
    public static void Add(AIContent content, ref long characters, ref long media)
    {
        switch (content)
        {
            case TextContent text:
                characters += text.Text.Length;
                break;
            case TextReasoningContent reasoning:
                characters += reasoning.Text.Length;
                break;
            case FunctionCallContent call:
                characters += call.Name.Length + (call.Arguments is { Count: > 0 } arguments ? JsonLength.Of(arguments) : 0);
                break;
            case FunctionResultContent result:
                AddResult(result.Result, ref characters, ref media);
                break;
            case DataContent or UriContent or HostedFileContent:
                media += MediaTokens.Of(content);
                break;
        }
    }

    /// <summary>Adds the result of a tool. It may be contents, an image for example; anything else is sent as its text or its JSON.</summary>
    private static void AddResult(object? result, ref long characters, ref long media)
    {
        switch (result)
        {
            case null:
                break;
            case string text:
                characters += text.Length;
                break;
            case AIContent content:
                Add(content, ref characters, ref media);
                break;
            case IReadOnlyList<AIContent> contents:
                for (int i = 0; i < contents.Count; i++)
                    Add(contents[i], ref characters, ref media);
                break;
            default:
                characters += JsonLength.Of(result);
                break;
        }
    }
}
