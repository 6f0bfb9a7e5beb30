using Microsoft.Extensions.AI;

namespace CapacityRouting.Simulation;

/// <summary>The request of a call for the router: its prompt, and in the options its priority and tenant.</summary>
internal static class CallRequest
{
    private const string ToolCall = "call_1";

    /// <summary>The prompt of a continuation ends with a tool's result, like an agent's turn after a tool call.</summary>
    public static ChatMessage[] MessagesOf(CallRecord call, double charactersPerToken)
    {
        ChatMessage prompt = SimulatedPrompt.For(call.Number, call.Call, charactersPerToken);
        return !call.Call.IsContinuation ? [prompt] :
        [
            prompt,
            new(ChatRole.Assistant, [new FunctionCallContent(ToolCall, "look")]),
            new(ChatRole.Tool, [new FunctionResultContent(ToolCall, "seen")]),
        ];
    }

    /// <summary>A call without a priority and a tenant is sent as from a program without knowledge of either.</summary>
    public static ChatOptions OptionsOf(SimulatedCall call)
    {
        ChatOptions options = new() { MaxOutputTokens = call.MaxOutputTokens };
        return call is { Class: null, Tenant: null } ? options : options.WithRouting(new() { Priority = CallClass.Of(call.Class), Tenant = call.Tenant });
    }
}
