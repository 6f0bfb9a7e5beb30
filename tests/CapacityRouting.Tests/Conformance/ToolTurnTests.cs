using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Polly.CircuitBreaker;

namespace CapacityRouting.Tests.Conformance;

/// <summary>A turn with tools keeps the route that called them, while that is well.</summary>
public sealed class ToolTurnTests
{
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turn_BetterRouteHasRoomAgain_StaysWhereItBegan(bool streaming)
    {
        using CapacityAwareChatClient client = Client(Own.Calling("1"));
        await BeginAsync(client, streaming);

        Assert.Equal("b", await GoOnAsync(client, streaming, "1"));
        Assert.Equal("a", await ServedByAsync(client, streaming, Ask.Question));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turn_BetterRouteHasRoomAgain_SaysInTheReportWhyItWasPassedOver(bool streaming)
    {
        using CapacityAwareChatClient client = Client(Own.Calling("1"));
        await BeginAsync(client, streaming);

        ChatResponse response = await client.AskAsync(streaming, messages: Own.Results("1"));

        Assert.Equal(("a", ExclusionReason.BegunElsewhere), Assert.Single(response.GetRoutingReport()!.Excluded.Select(each => (each.Route, each.Reason))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turn_ThroughALoopOfTools_StaysWhereItBegan(bool streaming)
    {
        TestClient first = TestClient.Failing(429, "1");
        TestClient second = new()
        {
            OnResponse = (messages, _, _) =>
            {
                _time.Advance(TimeSpan.FromSeconds(2));
                return Own.Calling("1").OnResponse(messages, null, default);
            },
        };
        using ToolLoop loop = new(Make.Router(_time, first, second));

        ChatResponse response = await loop.AskAsync(streaming);

        // The first route, which has cooled down for its second, is not asked again.
        Assert.EndsWith("done", response.Text, StringComparison.Ordinal);
        Assert.Equal((1, 2), (first.Calls, second.Calls));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turn_ItsRouteCoolsDown_MovesOn(bool streaming)
    {
        bool isBusy = false;
        TestClient second = new()
        {
            OnResponse = (messages, _, _) => isBusy ? Task.FromException<ChatResponse>(TestClient.Http(429, "40")) : Own.Calling("1").OnResponse(messages, null, default),
        };
        using CapacityAwareChatClient client = Client(second);
        await BeginAsync(client, streaming);
        isBusy = true;

        // It fails the turn, which goes on elsewhere; while it cools down it is not asked.
        Assert.Equal("a", await GoOnAsync(client, streaming, "1"));
        Assert.Equal("a", await GoOnAsync(client, streaming, "1"));
        Assert.Equal(2, second.Calls);
        isBusy = false;
        _time.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal("b", await GoOnAsync(client, streaming, "1"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turn_ThatMovesOn_GoesWithoutWhatOnlyItsRouteCanRead(bool streaming)
    {
        TextReasoningContent signed = new("hmm") { ProtectedData = new('s', 1_000) };
        TestClient first = new();
        TestClient second = new() { OnResponse = (_, _, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [signed, new TextContent("Rain?")]))) };
        using CapacityAwareChatClient client = Make.Router(_time, first, second);
        await BeginAsync(client, streaming);
        IReadOnlyList<ChatMessage> messages = [.. Ask.Question, new(ChatRole.Assistant, [signed, new TextContent("Rain?")]), new(ChatRole.User, "Yes.")];

        await client.AskAsync(streaming, new ChatOptions().WithRouting(new() { Route = "b" }), messages);
        await client.AskAsync(streaming, messages: messages);

        Assert.Contains(second.Messages[1][1].Contents, content => content is TextReasoningContent { ProtectedData.Length: 1_000 });
        Assert.Equal("Rain?", Assert.IsType<TextContent>(Assert.Single(first.Messages[0][1].Contents)).Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turn_WhoseCallsAreNumberedFromZero_MovesWithIdsOfItsOwn(bool streaming)
    {
        TestClient first = new();
        using CapacityAwareChatClient client = Make.Router(_time, first, Own.Calling("call_0"));
        await BeginAsync(client, streaming);
        await client.GetService<IRouteControl>()!.IsolateAsync("b");
        IReadOnlyList<ChatMessage> messages = [.. Own.Results("call_0"), .. Own.Results("call_0")];

        int before = first.Calls;
        for (int call = 0; call < 2; call++)
            await client.AskAsync(streaming, messages: messages);

        string[][] sent = [.. first.Messages.Skip(before).Select(sends => sends.SelectMany(message => message.Contents).Select(IdOf).OfType<string>().ToArray())];
        Assert.Equal([sent[0][0], sent[0][0], sent[0][2], sent[0][2]], sent[0]);
        Assert.NotEqual(sent[0][0], sent[0][2]);
        Assert.All(sent[0], id => Assert.Matches("^[a-zA-Z0-9]{9}$", id));
        Assert.Equal(sent[0], sent[1]);

        static string? IdOf(AIContent content) => (content as FunctionCallContent)?.CallId ?? (content as FunctionResultContent)?.CallId;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turn_CircuitOfItsRouteIsOpen_MovesOn(bool streaming)
    {
        bool isDown = false;
        TestClient second = new()
        {
            OnResponse = (messages, _, _) => isDown ? Task.FromException<ChatResponse>(TestClient.Http(500)) : Own.Calling("1").OnResponse(messages, null, default),
        };
        using CapacityAwareChatClient client = Client(second, new() { MinimumThroughput = 2, BreakDuration = TimeSpan.FromSeconds(5) });
        await BeginAsync(client, streaming);
        isDown = true;
        for (int i = 0; i < 2; i++)
            Assert.Equal("a", await GoOnAsync(client, streaming, "1"));
        Assert.Equal((CircuitState.Open, 3), (client.Route("b").Circuit, second.Calls));

        Assert.Equal("a", await GoOnAsync(client, streaming, "1"));

        // Nor is a turn what finds out whether it is well again.
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("a", await GoOnAsync(client, streaming, "1"));
        Assert.Equal(3, second.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turn_ItsRouteIsIsolated_MovesOn(bool streaming)
    {
        using CapacityAwareChatClient client = Client(Own.Calling("1"));
        await BeginAsync(client, streaming);
        await client.GetService<IRouteControl>()!.IsolateAsync("b");

        Assert.Equal("a", await GoOnAsync(client, streaming, "1"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turn_ItsRouteIsBelowItsReserve_StaysToTheLastRequest(bool streaming)
    {
        // Ten requests at once: to be preferred to others a route must have five left.
        CapacityRoutingOptions options = new() { PreferredReserve = 0.5, SafetyReserve = 0 };
        ModelRoute second = new("b", Own.Calling("1")) { Limits = new() { RequestsPerMinute = 60, Burst = TimeSpan.FromSeconds(10) } };
        using CapacityAwareChatClient client = new([new("a", new TestClient()), second], options, _time);
        await BeginAsync(client, streaming);

        // One of the ten began the turn.
        for (int i = 0; i < 9; i++)
            Assert.Equal("b", await GoOnAsync(client, streaming, "1"));
        Assert.Equal("a", await GoOnAsync(client, streaming, "1"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turn_WithSeveralToolsAtOnce_StaysWhereItBegan(bool streaming)
    {
        using CapacityAwareChatClient client = Client(Own.Calling("1", "2", "3"));
        await BeginAsync(client, streaming);

        Assert.Equal("b", await GoOnAsync(client, streaming, "1", "2", "3"));
        Assert.Equal("b", await GoOnAsync(client, streaming, "unknown", "2"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turn_WhoseIdsSeveralRoutesUse_GoesToTheLastMaker(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(_time, Own.Calling("call_0"), Own.Calling("call_0"));
        await BeginAsync(client, streaming);
        await client.AskAsync(streaming, new ChatOptions().WithRouting(new() { Route = "a" }));

        Assert.Equal("a", await GoOnAsync(client, streaming, "call_0"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turn_ThatNobodyKnows_GoesByTheUsualRules(bool streaming)
    {
        using CapacityAwareChatClient client = Client(Own.Calling("1"));
        await BeginAsync(client, streaming);

        Assert.Equal("a", await GoOnAsync(client, streaming, "unknown"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turn_OfAGroup_StaysWithTheRouteItself(bool streaming)
    {
        ModelRoute[] routes = [new("a", new TestClient()) { StateGroup = "account" }, new("b", Own.Calling("1")) { StateGroup = "account" }, new("c", new TestClient())];
        using CapacityAwareChatClient client = Make.Router(_time, routes);
        await BeginAsync(client, streaming);

        Assert.Equal("b", await GoOnAsync(client, streaming, "1"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Turn_AllAreBusy_WaitsForItsRouteWhereNoOtherIsEarlier(bool streaming)
    {
        CapacityLimits tenSeconds = new() { RequestsPerMinute = 6 };
        using CapacityAwareChatClient client = Make.Router(_time, new ModelRoute("a", Own.Calling("2")) { Limits = tenSeconds }, new ModelRoute("b", Own.Calling("1")) { Limits = tenSeconds });
        await BeginAsync(client, streaming);
        await client.AskAsync(streaming);

        // Both have their next request in ten seconds.
        Task<string?> turn = GoOnAsync(client, streaming, "1");
        Assert.False(turn.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("b", await turn.DoneAsync());
    }

    [Fact]
    public async Task Explain_OfATurn_NamesItsRoute()
    {
        using CapacityAwareChatClient client = Client(Own.Calling("1"));
        await BeginAsync(client, streaming: false);

        Assert.Equal("b", client.Monitor().Explain(Own.Results("1")).Route);
        Assert.Equal("a", client.Monitor().Explain(Ask.Question).Route);
    }

    private static Task<ChatResponse> BeginAsync(CapacityAwareChatClient client, bool streaming) =>
        client.AskAsync(streaming, new ChatOptions().WithRouting(new() { Route = "b" }));

    private static Task<string?> GoOnAsync(CapacityAwareChatClient client, bool streaming, params string[] ids) => ServedByAsync(client, streaming, Own.Results(ids));

    private static async Task<string?> ServedByAsync(CapacityAwareChatClient client, bool streaming, IReadOnlyList<ChatMessage> messages) =>
        (await client.AskAsync(streaming, messages: messages)).GetRoutingReport()!.ServedBy;

    private CapacityAwareChatClient Client(TestClient second, CircuitBreakerSettings? breaker = null) =>
        Make.Router(_time, new ModelRoute("a", new TestClient()), new ModelRoute("b", second) { CircuitBreaker = breaker });
}
