using System.Text.Json.Nodes;

namespace CapacityRouting.Moves.Servers;

/// <summary>DeepSeek's thinking mode asks for the reasoning of each message of the turn in progress. Its calls are numbered from zero in each answer.</summary>
internal sealed class DeepSeekServer() : ChatCompletionsServer("deepseek")
{
    protected override bool HasLooseIds => true;

    protected override string? ReasoningField => "reasoning_content";

    protected override IEnumerable<string> OtherFields => ["reasoning_content"];

    protected override string IdOf(int index) => $"call_{index}";

    protected override void Read(Conversation conversation, JsonObject message, int index, bool isOfTurn)
    {
        base.Read(conversation, message, index, isOfTurn);
        if (isOfTurn && message["tool_calls"] is not null && message["reasoning_content"] is null)
            throw new RefusedException($"Missing `reasoning_content` field in the assistant message at message index {index}. For more information, please refer to https://api-docs.deepseek.com/guides/thinking_mode#tool-calls");
    }
}
