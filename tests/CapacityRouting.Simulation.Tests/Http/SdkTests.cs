using CapacityRouting.Simulation.Tests.Http.Tools;
using Microsoft.Extensions.AI;
using QuickStart.Clients;

namespace CapacityRouting.Simulation.Tests.Http;

/// <summary>The real SDKs find nothing strange in these servers, and a router sees the same failures through them as without a network.</summary>
public sealed class SdkTests
{
    private static readonly ChatMessage[] Messages = [SimulatedPrompt.For(0, new SimulatedCall(TimeSpan.Zero, 50, 10))];

    [Theory]
    [InlineData(ProviderDialect.OpenAI, false)]
    [InlineData(ProviderDialect.OpenAI, true)]
    [InlineData(ProviderDialect.Anthropic, false)]
    [InlineData(ProviderDialect.Anthropic, true)]
    public async Task Answer_ThroughTheSdk_HasTextAndUsage(ProviderDialect dialect, bool isStream)
    {
        await using Loopback it = await Loopback.StartAsync(Simulated.Settings(dialect) with { Latency = Simulated.Instant }, new TestTime());
        using IChatClient client = ClientTo(it);

        ChatResponse response = await AskAsync(client, isStream);

        Assert.Equal(10 * 4, response.Text.Length);
        Assert.Equal((50, 10), (response.Usage?.InputTokenCount, response.Usage?.OutputTokenCount));
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal((0, VisitEnd.Answered), (it.Provider.Visits[0].Call, it.Provider.Visits[0].End));
    }

    [Theory]
    [InlineData(FaultKind.Outage, false, FailureKind.Overloaded)]
    [InlineData(FaultKind.Outage, true, FailureKind.Overloaded)]
    [InlineData(FaultKind.StrayRefusal, false, FailureKind.RateLimited)]
    [InlineData(FaultKind.StrayRefusal, true, FailureKind.RateLimited)]
    [InlineData(FaultKind.MidStreamCut, false, FailureKind.TruncatedStream)]
    [InlineData(FaultKind.MidStreamCut, true, FailureKind.TruncatedStream)]
    [InlineData(FaultKind.EmptyAnswer, false, FailureKind.EmptyResponse)]
    [InlineData(FaultKind.EmptyAnswer, true, FailureKind.EmptyResponse)]
    [InlineData(FaultKind.ErrorInStream, false, FailureKind.ServerError)]
    public async Task Fault_SeenByARouter_IsTheSameFailureBothWays(FaultKind fault, bool isStream, FailureKind expected)
    {
        Assert.Equal((expected, expected), await BothAsync(ProviderDialect.OpenAI, fault, isStream));
        Assert.Equal((expected, expected), await BothAsync(ProviderDialect.Anthropic, fault, isStream));
    }

    [Fact]
    public async Task ErrorInStream_SeenByARouter_IsAFailureBothWays()
    {
        Assert.Equal((FailureKind.ServerError, FailureKind.ServerError), await BothAsync(ProviderDialect.Anthropic, FaultKind.ErrorInStream, isStream: true));

        // OpenAI's SDK drops the event, so that the answer seems to be cut. For the route it comes to the same.
        (FailureKind? here, FailureKind? there) = await BothAsync(ProviderDialect.OpenAI, FaultKind.ErrorInStream, isStream: true);
        Assert.Equal(FailureKind.ServerError, here);
        Assert.True(there is FailureKind.ServerError or FailureKind.TruncatedStream, $"{there}");
    }

    /// <summary>The failure that a router sees without a network, and over HTTP through the provider's SDK.</summary>
    private static async Task<(FailureKind? Here, FailureKind? There)> BothAsync(ProviderDialect dialect, FaultKind fault, bool isStream)
    {
        ProviderSettings settings = Simulated.Settings(dialect, new Fault(fault)) with { Latency = Simulated.Instant };
        TestTime time = new();
        await using Loopback it = await Loopback.StartAsync(settings, time);
        using IChatClient overHttp = ClientTo(it);
        return (await FailureAsync(Simulated.Provider(settings, time).AsChatClient(), isStream), await FailureAsync(overHttp, isStream));
    }

    private static IChatClient ClientTo(Loopback it) => it.Provider.Settings.Dialect == ProviderDialect.Anthropic
        ? ModelClients.Anthropic("any key", "it", it.Address)
        : ModelClients.OpenAI("any key", "it", it.Address);

    private static Task<ChatResponse> AskAsync(IChatClient client, bool isStream)
    {
        ChatOptions options = new() { MaxOutputTokens = 100 };
        return isStream ? client.GetStreamingResponseAsync(Messages, options).ToChatResponseAsync() : client.GetResponseAsync(Messages, options);
    }

    private static async Task<FailureKind?> FailureAsync(IChatClient client, bool isStream)
    {
        CapacityRoutingOptions options = new CapacityRoutingOptions { MaxWait = TimeSpan.Zero }.UseOpenAI().UseAnthropic();
        using CapacityAwareChatClient router = new([new ModelRoute("it", client)], options);
        try
        {
            ChatResponse response = await AskAsync(router, isStream);
            return response.GetRoutingReport()?.Attempts[0].Failure?.Kind;
        }
        catch (Exception thrown)
        {
            return thrown.GetRoutingReport()?.Attempts[0].Failure?.Kind;
        }
    }
}
