using Microsoft.Extensions.AI;
using OpenAI.Chat;
using AIChatMessage = Microsoft.Extensions.AI.ChatMessage;
using AIFinishReason = Microsoft.Extensions.AI.ChatFinishReason;

namespace QuickStart.Clients;

/// <summary>Translates between the two vocabularies.</summary>
internal static class OpenAIMapping
{
    public static IEnumerable<OpenAI.Chat.ChatMessage> Messages(IEnumerable<AIChatMessage> messages) => messages.Select(Message);

    public static ChatCompletionOptions Options(ChatOptions? options) => new()
    {
        MaxOutputTokenCount = options?.MaxOutputTokens,
        Temperature = options?.Temperature,
    };

    public static ChatResponse Response(ChatCompletion completion) =>
        new(new AIChatMessage(ChatRole.Assistant, string.Concat(completion.Content.Select(part => part.Text))))
        {
            ResponseId = completion.Id,
            ModelId = completion.Model,
            CreatedAt = completion.CreatedAt,
            FinishReason = FinishReason(completion.FinishReason),
            Usage = Usage(completion.Usage),
            RawRepresentation = completion,
        };

    public static ChatResponseUpdate Update(StreamingChatCompletionUpdate update)
    {
        List<AIContent> contents = [.. update.ContentUpdate.Where(part => part.Text.Length > 0).Select(part => new TextContent(part.Text))];
        if (update.Usage is not null)
            contents.Add(new UsageContent(Usage(update.Usage)!));

        return new ChatResponseUpdate(ChatRole.Assistant, contents)
        {
            ResponseId = update.CompletionId,
            MessageId = update.CompletionId,
            ModelId = update.Model,
            CreatedAt = update.CreatedAt,
            FinishReason = update.FinishReason is { } reason ? FinishReason(reason) : null,
            RawRepresentation = update,
        };
    }

    private static OpenAI.Chat.ChatMessage Message(AIChatMessage message) =>
        message.Role == ChatRole.System ? new SystemChatMessage(message.Text)
        : message.Role == ChatRole.Assistant ? new AssistantChatMessage(message.Text)
        : new UserChatMessage(message.Text);

    private static AIFinishReason FinishReason(OpenAI.Chat.ChatFinishReason reason) => reason switch
    {
        OpenAI.Chat.ChatFinishReason.Length => AIFinishReason.Length,
        OpenAI.Chat.ChatFinishReason.ContentFilter => AIFinishReason.ContentFilter,
        _ => AIFinishReason.Stop,
    };

    private static UsageDetails? Usage(ChatTokenUsage? usage) => usage is null ? null : new UsageDetails
    {
        InputTokenCount = usage.InputTokenCount,
        OutputTokenCount = usage.OutputTokenCount,
        TotalTokenCount = usage.TotalTokenCount,
    };
}
