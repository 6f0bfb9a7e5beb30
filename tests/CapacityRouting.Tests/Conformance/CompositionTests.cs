using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Conformance;

/// <summary>Routers in routers, and middleware above and below.</summary>
public sealed class CompositionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Router_InARouter_Serves(bool streaming)
    {
        CapacityAwareChatClient inner = Make.Router(TestClient.Failing(500), TestClient.Saying("inner"));
        using CapacityAwareChatClient outer = Make.Router(inner);

        ChatResponse response = await outer.AskAsync(streaming);

        Assert.Equal("inner", response.Text);
        Assert.Equal("a", response.GetRoutingReport()!.ServedBy);
        Assert.Single(response.GetRoutingReport()!.Attempts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Router_InARouterAndExhausted_CoolsDownForAsLongAsItSays(bool streaming)
    {
        FakeTimeProvider time = new();
        Witness witness = new();
        CapacityAwareChatClient inner = Make.Router(time, TestClient.Failing(429, "40"), TestClient.Failing(429, "20"));
        using CapacityAwareChatClient outer = Make.Router(time, witness.Options, inner, TestClient.Saying("outer"));

        ChatResponse response = await outer.AskAsync(streaming);

        Assert.Equal("outer", response.Text);
        Assert.IsType<NoRouteAvailableException>(witness.Exception);
        Assert.Equal(TimeSpan.FromSeconds(20), outer.Route("a").CoolingDownFor);
        Assert.Equal(Polly.CircuitBreaker.CircuitState.Closed, outer.Route("a").Circuit);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Router_InARouter_DisposesDownToTheModels(bool streaming)
    {
        TestClient model = new();
        CapacityAwareChatClient outer = Make.Router(Make.Router(model));
        await outer.AskAsync(streaming);

        outer.Dispose();

        Assert.Equal(1, model.Disposals);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cache_Above_KeepsTheAnswerAndItsReport(bool streaming)
    {
        TestClient model = TestClient.Saying("once");
        using CachingClient cache = new(Make.Router(model));

        await cache.AskAsync(streaming);
        ChatResponse again = await cache.AskAsync(streaming);

        Assert.Equal(("once", 1), (again.Text, model.Calls));
        Assert.Equal("a", again.GetRoutingReport()!.ServedBy);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cache_Below_ServesEachCallWithItsOwnReport(bool streaming)
    {
        TestClient model = TestClient.Saying("once");
        using CapacityAwareChatClient client = Make.Router(new CachingClient(model));

        RoutingReport first = (await client.AskAsync(streaming)).GetRoutingReport()!;
        ChatResponse again = await client.AskAsync(streaming);

        Assert.Equal(("once", 1), (again.Text, model.Calls));
        Assert.NotSame(first, again.GetRoutingReport());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Properties_SharedBelow_AreNotWrittenTo(bool streaming)
    {
        AdditionalPropertiesDictionary cached = new() { ["provider's"] = 1 };
        TestClient model = new() { OnResponse = (_, _, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "ok")) { AdditionalProperties = cached, FinishReason = ChatFinishReason.Stop }) };
        using CapacityAwareChatClient client = Make.Router(model);

        await client.AskAsync(streaming);

        Assert.Equal("provider's", Assert.Single(cached).Key);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ToolLoop_Above_GetsItsCallAndGoesOnWithTheResult(bool streaming)
    {
        TestClient model = ToolCallingModel();
        using ToolLoop client = new(Make.Router(TestClient.Failing(500), model));

        ChatResponse response = await client.AskAsync(streaming);

        Assert.Equal("it rains", response.Text);
        Assert.Equal(2, model.Calls);
        Assert.Equal("rain", model.Messages[1][^1].Contents.OfType<FunctionResultContent>().Single().Result);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ToolLoop_Below_IsOneAttempt(bool streaming)
    {
        TestClient model = ToolCallingModel();
        using CapacityAwareChatClient client = Make.Router(new ToolLoop(model));

        ChatResponse response = await client.AskAsync(streaming);

        Assert.Equal("it rains", response.Text);
        Assert.Equal(2, model.Calls);
        Assert.Single(response.GetRoutingReport()!.Attempts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Observers_AboveAndBelow_SeeOneCallAndEachAttempt(bool streaming)
    {
        ObservingClient first = new(TestClient.Failing(500));
        ObservingClient second = new(TestClient.Saying("second"));
        using ObservingClient above = new(Make.Router(first, second));

        await above.AskAsync(streaming);

        Assert.Equal(["ok"], above.Seen);
        Assert.Equal([nameof(HttpRequestException)], first.Seen);
        Assert.Equal(["ok"], second.Seen);
    }

    [Fact]
    public void Middleware_Above_FindsTheInstrumentsBelow()
    {
        using ObservingClient above = new(Make.Router(new TestClient()));

        Assert.NotNull(above.GetService<ICapacityMonitor>());
        Assert.Equal("capacity-routing", above.GetService<ChatClientMetadata>()!.ProviderName);
    }

    private static TestClient ToolCallingModel() => new()
    {
        OnResponse = (messages, _, _) => Task.FromResult(messages.Last().Role == ChatRole.Tool
            ? TestClient.Says("it rains")
            : new(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("1", "weather")])) { FinishReason = ChatFinishReason.ToolCalls }),
    };
}
