using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Tools;

/// <summary>The kinds of updates that streams are made of.</summary>
internal static class Updates
{
    public static ChatResponseUpdate Text(string text) => new(ChatRole.Assistant, text);

    /// <summary>A lifecycle event with the role only.</summary>
    public static ChatResponseUpdate Empty() => new(ChatRole.Assistant, []);

    public static ChatResponseUpdate Finish() => new(ChatRole.Assistant, []) { FinishReason = ChatFinishReason.Stop };

    public static ChatResponseUpdate Usage(long input, long output) =>
        new(ChatRole.Assistant, [new UsageContent(new() { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output })]);

    public static ChatResponseUpdate Error(string? code) => new(ChatRole.Assistant, [new ErrorContent("broken") { ErrorCode = code }]);

    /// <summary>Reads a stream into a list, which holds what came even when the stream breaks.</summary>
    public static async Task ReadIntoAsync(this IAsyncEnumerable<ChatResponseUpdate> stream, List<ChatResponseUpdate> seen)
    {
        await foreach (ChatResponseUpdate update in stream)
            seen.Add(update);
    }
}
