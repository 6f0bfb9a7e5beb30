using System.Text.Json;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Moves;

/// <summary>A conversation that goes from maker to maker.</summary>
/// <param name="makers">The makers.</param>
/// <param name="names">The routes, in their order.</param>
/// <param name="streaming">Whether its answers are streams.</param>
/// <param name="isStored">Whether it is stored after each step, and goes on in another process.</param>
internal sealed class Traveller(Makers makers, string[] names, bool streaming, bool isStored) : IDisposable
{
    private CapacityAwareChatClient _router = makers.Router(names);
    public List<ChatMessage> History { get; set; } = [];

    public void Dispose() => _router.Dispose();

    public void Say(string text) => History.Add(new(ChatRole.User, text));

    /// <summary>Asks a maker for the next step, and runs the tools that it calls.</summary>
    /// <returns>The text of the answer.</returns>
    public async Task<string> StepAsync(string maker)
    {
        if (isStored)
            Restart();
        ChatOptions options = new ChatOptions { Tools = [Tools.Tool], Reasoning = new() { Effort = ReasoningEffort.Low }, RawRepresentationFactory = Makers.Raw }.WithRouting(new() { Route = maker });
        ChatResponse response = await _router.AskAsync(streaming, options, History);
        Assert.Equal(maker, response.GetRoutingReport()!.ServedBy);
        History.AddRange(response.Messages);
        FunctionCallContent[] calls = [.. response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>()];
        if (calls.Length > 0)
            History.Add(new(ChatRole.Tool, [.. calls.Select(ResultOf)]));
        return response.Text;
    }

    private static FunctionResultContent ResultOf(FunctionCallContent call) => new(call.CallId, Tools.Weather(call.Arguments!["city"]!.ToString()!));

    /// <summary>Another process reads the history as JSON, and has seen nothing of it.</summary>
    private void Restart()
    {
        string json = JsonSerializer.Serialize(History, AIJsonUtilities.DefaultOptions);
        History = JsonSerializer.Deserialize<List<ChatMessage>>(json, AIJsonUtilities.DefaultOptions)!;
        _router.Dispose();
        _router = makers.Router(names);
    }
}
