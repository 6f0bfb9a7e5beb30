using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Tools;

/// <summary>Requests of an exact size: four tokens for the message, and one for each four characters of it.</summary>
internal static class Prompt
{
    private const int TokensPerMessage = 4;
    private const int CharactersPerToken = 4;

    /// <summary>A new question of so many tokens, at least 4.</summary>
    public static IReadOnlyList<ChatMessage> Of(int tokens) => [new(ChatRole.User, Text(tokens))];

    /// <summary>What a tool has found, brought back to the model: so many tokens, at least 4.</summary>
    public static IReadOnlyList<ChatMessage> ToolResult(int tokens) => [new(ChatRole.Tool, [new FunctionResultContent("1", Text(tokens))])];

    private static string Text(int tokens) => new('a', CharactersPerToken * (tokens - TokensPerMessage));
}
