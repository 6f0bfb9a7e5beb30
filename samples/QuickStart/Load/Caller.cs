using CapacityRouting;
using CapacityRouting.Simulation;
using Microsoft.Extensions.AI;

namespace QuickStart.Load;

/// <summary>Makes one call through the router, as an application would.</summary>
internal sealed class Caller(IChatClient router, RunClock clock)
{
    public async Task<CallResult> CallAsync(PlannedCall call)
    {
        var sentAt = clock.Elapsed;
        try
        {
            var response = await AskAsync(call);
            return new CallResult(call, sentAt, response.GetRoutingReport(), response.Usage?.TotalTokenCount ?? 0, Error: null);
        }
        catch (Exception e)
        {
            return new CallResult(call, sentAt, e.GetRoutingReport(), Tokens: 0, e);
        }
    }

    private Task<ChatResponse> AskAsync(PlannedCall call)
    {
        var options = new ChatOptions { MaxOutputTokens = call.MaxOutputTokens };
        ChatMessage[] messages = [new(ChatRole.User, call.Prompt)];
        return call.Stream
            ? router.GetStreamingResponseAsync(messages, options).ToChatResponseAsync()
            : router.GetResponseAsync(messages, options);
    }
}
