using AgentSample;
using AgentSample.Views;
using CapacityRouting;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using QuickStart.Clients;
using Samples.Services;

// Two model services on 127.0.0.1, and the real SDKs on them.
await using var gpt = await ModelService.StartAsync(new OpenAIProtocol("gpt-4o"), TravelModel.Answer);
await using var claude = await ModelService.StartAsync(new AnthropicProtocol("claude-sonnet-4-5"), TravelModel.Answer);
using var router = new CapacityAwareChatClient(
    [
        new ModelRoute("gpt", ModelClients.OpenAI("any key", "gpt-4o", gpt.Address)),
        new ModelRoute("claude", ModelClients.Anthropic("any key", "claude-sonnet-4-5", claude.Address)),
    ],
    new CapacityRoutingOptions().UseOpenAI().UseAnthropic());

// An agent takes the router as any other chat client, and puts its function invocation around it.
AIAgent agent = router.AsAIAgent(
    instructions: "You help people to choose where to travel.",
    tools: [AIFunctionFactory.Create(Weather.InCity)]);
var session = await agent.CreateSessionAsync();
var first = await AskAsync("What is the weather in Lisbon?");

// A session may outlive its process: the restored one knows what was said.
var stored = await agent.SerializeSessionAsync(session);
session = await agent.DeserializeSessionAsync(stored);
TurnView.Stored(stored);

// While the tool runs, gpt reaches its limit: claude gets the result of the tool that gpt asked for.
Weather.Asked = city => gpt.State = ServiceState.Limited;
var second = await AskAsync("And in Oslo?");

// gpt has said how long to wait, so this turn goes to claude at once.
var third = await AskAsync("Which of the two is warmer?");

return TurnView.Conclude(
    ("gpt asked for the weather, and answered", first.Went("gpt", "gpt")),
    ("gpt asked for the weather, and claude answered in its place", second.Went("gpt", "gpt!", "claude")),
    ("claude was asked alone, and knew both cities", third.Went("claude") && third.Text.Contains("Lisbon, Oslo", StringComparison.Ordinal)));

async Task<Turn> AskAsync(string question)
{
    TurnView.Ask(question);
    var turn = new Turn();
    await foreach (var update in agent.RunStreamingAsync(question, session))
    {
        turn.Add(update.AsChatResponseUpdate());
        TurnView.Write(update);
    }

    TurnView.End(turn);
    return turn;
}
