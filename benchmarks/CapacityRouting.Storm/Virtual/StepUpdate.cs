using CapacityRouting.Storm.Calls;
using CapacityRouting.Storm.Plans;
using CapacityRouting.Storm.Scripts;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Storm.Virtual;

/// <summary>What a client without a network makes of a step, and what of it is the model's output.</summary>
internal static class StepUpdate
{
    /// <summary>What every request is said to have.</summary>
    public const int InputTokens = 10;

    private const string Function = "look";

    public static ChatResponseUpdate Of(ScriptStep step, StormCall call, Visit visit)
    {
        ChatResponseUpdate update = new(ChatRole.Assistant, ContentsOf(step, visit.Flow.UsageToTell)) { RawRepresentation = visit };
        if (step.Kind == StepKind.Finish)
            update.FinishReason = visit.Script.Plan.Extra == Extra.Call ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop;
        update.ResponseId = update.MessageId = $"c{call.Plan.Number}{visit.Route}";
        return update;
    }

    public static int CharactersOf(ScriptStep step) => step.Kind switch
    {
        StepKind.Text or StepKind.Reasoning => step.Text.Length,
        StepKind.Call => Function.Length,
        _ => 0,
    };

    private static AIContent[] ContentsOf(ScriptStep step, int output) => step.Kind switch
    {
        StepKind.Text => [new TextContent(step.Text)],
        StepKind.Reasoning => [new TextReasoningContent(step.Text)],
        StepKind.Signature => [new TextReasoningContent("") { ProtectedData = step.Text }],
        StepKind.Call => [new FunctionCallContent(step.Text, Function)],
        StepKind.Usage => [new UsageContent(new() { InputTokenCount = InputTokens, OutputTokenCount = output, TotalTokenCount = InputTokens + output })],
        _ => [],
    };
}
