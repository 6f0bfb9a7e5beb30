using Microsoft.Extensions.AI;

namespace CapacityRouting.Simulation;

/// <summary>The router's input for a call: its prompt, and its priority and tenant in the options.</summary>
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

    /// <summary>A call without a class and a tenant is sent without options for them, as by a program that does not use them.</summary>
    public static ChatOptions OptionsOf(SimulatedCall call)
    {
        ChatOptions options = new() { MaxOutputTokens = call.MaxOutputTokens };
        return call is { Class: null, Tenant: null } ? options : options.WithRouting(new() { Priority = CallClass.Of(call.Class), Tenant = call.Tenant });
    }
}
