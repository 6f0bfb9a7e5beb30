using System.IO.Pipelines;
using System.Text.Json;
using CapacityRouting.Moves;
using CapacityRouting.Moves.Servers;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace CapacityRouting.Transparency;

/// <summary>
/// Frameworks over a router, with the real SDKs against strict services on loopback addresses: a turn has two calls of a tool at once, one more, and its answer. The preferred maker answers as often as a
/// test says, and is then out of service.
/// </summary>
public sealed class FrameworkTests : IAsyncLifetime
{
    private const string Answer = "Rain everywhere, after 2 rounds.";

    private Makers _makers = null!;

    public static TheoryData<string, int, bool> Outages
    {
        get
        {
            TheoryData<string, int, bool> outages = [];
            foreach (string maker in new[] { "openai", "responses", "anthropic" })
                foreach (int answers in new[] { 0, 1, 2, 4, int.MaxValue })
                    foreach (bool streaming in new[] { false, true })
                        outages.Add(maker, answers, streaming);
            return outages;
        }
    }

    public async Task InitializeAsync() => _makers = await Makers.StartAsync();

    public async Task DisposeAsync() => await _makers.DisposeAsync();

    /// <summary>Three turns. After the first the session is stored as JSON and restored.</summary>
    [Theory]
    [MemberData(nameof(Outages))]
    public async Task Agent_OfAgentFramework_AnswersThreeTurnsAndRestoresItsSession(string maker, int answers, bool streaming)
    {
        using IChatClient router = Router(maker, answers);
        ChatClientAgent agent = new(router, new ChatClientAgentOptions { ChatOptions = Options() });
        AgentSession session = await agent.CreateSessionAsync();

        string first = await RunAsync(agent, "Weather?", session, streaming);
        JsonElement stored = await agent.SerializeSessionAsync(session);
        session = await agent.DeserializeSessionAsync(JsonElement.Parse(stored.GetRawText()));
        string second = await RunAsync(agent, "And now?", session, streaming);
        string third = await RunAsync(agent, "Say it with no tools.", session, streaming);

        Assert.EndsWith(Answer, first, StringComparison.Ordinal);
        Assert.EndsWith(Answer, second, StringComparison.Ordinal);
        Assert.Equal("Just this.", third);
        AssertNothingWasRefused();
    }

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task Kernel_OfSemanticKernel_CallsItsFunctionsAndAnswers(string maker, int answers, bool streaming)
    {
        using IChatClient router = Router(maker, answers);
        IChatCompletionService chat = router.AsBuilder()
            .UseKernelFunctionInvocation()
            .ConfigureOptions(options => options.RawRepresentationFactory = Makers.Raw)
            .Build()
            .AsChatCompletionService();
        Kernel kernel = new();
        kernel.Plugins.AddFromFunctions("plugin", [KernelFunctionFactory.CreateFromMethod(Tools.Weather, "weather")]);
        ChatHistory history = new("Be brief.");
        history.AddUserMessage("Weather?");
        PromptExecutionSettings settings = new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(options: new() { AllowConcurrentInvocation = false }) };

        string text = streaming
            ? string.Concat(await chat.GetStreamingChatMessageContentsAsync(history, settings, kernel).Select(part => part.Content).ToArrayAsync())
            : (await chat.GetChatMessageContentAsync(history, settings, kernel)).Content!;

        Assert.EndsWith(Answer, text, StringComparison.Ordinal);
        AssertNothingWasRefused();
    }

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task Tools_OfAnMcpServer_AreCalledAndTheAnswerComes(string maker, int answers, bool streaming)
    {
        Pipe toServer = new();
        Pipe toClient = new();
        await using McpServer server = McpServer.Create(
            new StreamServerTransport(toServer.Reader.AsStream(), toClient.Writer.AsStream()),
            new McpServerOptions { ToolCollection = [McpServerTool.Create(Tools.Weather, new() { Name = "weather" })] });
        using CancellationTokenSource end = new();
        Task serving = server.RunAsync(end.Token);
        await using McpClient mcp = await McpClient.CreateAsync(new StreamClientTransport(toServer.Writer.AsStream(), toClient.Reader.AsStream()));
        using IChatClient client = Router(maker, answers).AsBuilder().UseFunctionInvocation().Build();
        ChatOptions options = Options();
        options.Tools = [.. await mcp.ListToolsAsync()];

        ChatResponse response = streaming
            ? await client.GetStreamingResponseAsync("Weather?", options).ToChatResponseAsync()
            : await client.GetResponseAsync("Weather?", options);

        Assert.EndsWith(Answer, response.Text, StringComparison.Ordinal);
        AssertNothingWasRefused();
        await end.CancelAsync();
        await serving.ContinueWith(static _ => { }, TaskScheduler.Default);
    }

    private static async Task<string> RunAsync(ChatClientAgent agent, string question, AgentSession session, bool streaming) =>
        streaming
            ? string.Concat(await agent.RunStreamingAsync(question, session).Select(update => update.Text).ToArrayAsync())
            : (await agent.RunAsync(question, session)).Text;

    private static ChatOptions Options() => new() { Tools = [Tools.Tool], RawRepresentationFactory = Makers.Raw };

    private CapacityAwareChatClient Router(string maker, int answers)
    {
        StrictServer preferred = _makers[maker];
        preferred.AnswersLeft = answers;
        return _makers.Router(maker, maker is "anthropic" ? "openai" : "anthropic", "mistral");
    }

    private void AssertNothingWasRefused() => Assert.Empty(_makers.Servers.SelectMany(server => server.Refusals));
}
