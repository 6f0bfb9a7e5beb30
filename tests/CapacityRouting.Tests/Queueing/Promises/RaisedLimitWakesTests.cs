using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace CapacityRouting.Tests.Queueing.Promises;

/// <summary>Promise: a raised limit, and units given back, wake their waiters at that moment.</summary>
public sealed class RaisedLimitWakesTests
{
    private readonly ManualTime _time = new();

    /// <summary>The level stays as it is in units, so the next unit comes at the new rate: it was due in a minute.</summary>
    [Theory]
    [InlineData("600", 0.1)]
    [InlineData("60", 1)]
    public async Task LimitThatAResponseRaises_MovesTheStartOfWhoWaits(string limit, double seconds)
    {
        TaskCompletionSource<HttpResponseMessage> answer = new();
        using PendingHandler network = new(answer.Task);
        CapacityRoutingOptions options = Patient();
        options.HeaderLimits = HeaderLimitUse.Follow;
        ModelRoute route = new("a", new HttpChatClient(new CapacityObserver(network)))
        {
            Profile = ProviderProfile.OpenAI with { AlwaysGivesFinishReason = false },
            Limits = new() { RequestsPerMinute = 1 },
        };
        using CapacityAwareChatClient client = new([route], options, _time);
        Task<ChatResponse> first = client.AskAsync(streaming: false);
        Task<ChatResponse> waiting = client.AskAsync(streaming: false);
        Assert.False(waiting.IsCompleted);

        Bare.Run(() => answer.SetResult(StubHandler.Response(
            200, "ok", ("x-ratelimit-limit-requests", limit), ("x-ratelimit-remaining-requests", "50"), ("x-ratelimit-reset-requests", "1s"))));
        await first.DoneAsync();
        _time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal("ok", (await waiting.DoneAsync()).Text);
    }

    [Theory]
    [InlineData("""{ "RequestsPerDay": 5, "DailyReset": "Calendar" }""")]
    [InlineData("""{ "MaxConcurrentRequests": 9 }""")]
    [InlineData("{ }")]
    public async Task LimitThatAReloadRaises_WakesWhoWaits(string limits)
    {
        HeldModel model = new();
        ReloadableConfiguration configuration = new(JsonOf("""{ "RequestsPerDay": 1, "MaxConcurrentRequests": 1, "DailyReset": "Calendar" }"""));
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(_time);
        services.AddCapacityAwareFallback(routing => routing.BindConfiguration(configuration.Root).AddRoute("a", model));
        using ServiceProvider provider = services.BuildServiceProvider();
        IChatClient client = provider.GetRequiredService<IChatClient>();
        Task<ChatResponse> first = client.AskAsync(streaming: false);
        if (!limits.Contains("MaxConcurrentRequests", StringComparison.Ordinal))
            model.End();
        else
            configuration.Change(JsonOf("""{ "MaxConcurrentRequests": 1 }"""));
        Task<ChatResponse> waiting = client.AskAsync(streaming: false);
        Assert.False(waiting.IsCompleted);

        Bare.Run(() => configuration.Change(JsonOf(limits)));

        Assert.Equal(2, model.Begun);
        model.EndAll();
        await Task.WhenAll(first, waiting).DoneAsync();
    }

    /// <summary>A call has reserved 900 of 1,000 tokens for its answer, and writes ten.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task UnitsThatASettlementGivesBack_WakeWhoWaits(bool inAnotherRouter, bool withOwnLimits)
    {
        HeldModel model = new();
        CapacityQuota quota = new("account", new() { TokensPerMinute = 1_000, Burst = TimeSpan.FromMinutes(1) });
        CapacityLimits? own = withOwnLimits ? new() { TokensPerMinute = 5_000, Burst = TimeSpan.FromMinutes(1) } : null;
        ProviderProfile returns = ProviderProfile.Generic with { ReturnsUnusedOutputTokens = true };
        ModelRoute[] routes = [new("a", model) { Quota = quota, Limits = own, Profile = returns }, new("b", model) { Quota = quota, Limits = own, Profile = returns, Tags = ["b"] }];
        using CapacityAwareChatClient here = new(routes, Patient(), _time);
        using CapacityAwareChatClient there = new(routes, Patient(), _time);
        Task<ChatResponse> first = here.AskAsync(streaming: false, new() { MaxOutputTokens = 900 }, Prompt.Of(10));
        ChatOptions forSibling = new ChatOptions { MaxOutputTokens = 500 }.WithRouting(new() { Tags = ["b"] });
        Task<ChatResponse> waiting = (inAnotherRouter ? there : here).AskAsync(streaming: false, forSibling, Prompt.Of(10));
        Assert.Equal(1, model.Begun);

        ChatResponse small = TestClient.Says("ok");
        small.Usage = new() { InputTokenCount = 10, OutputTokenCount = 10, TotalTokenCount = 20 };
        model.End(small);

        Assert.Equal(2, model.Begun);
        model.End();
        await Task.WhenAll(first, waiting).DoneAsync();
    }

    [Fact]
    public async Task SlotOfASharedQuota_ThatAnotherRouterFrees_WakesWhoWaits()
    {
        HeldModel model = new();
        CapacityQuota quota = new("account", new() { MaxConcurrentRequests = 1 });
        using CapacityAwareChatClient here = new([new("a", model) { Quota = quota }], Patient(), _time);
        using CapacityAwareChatClient there = new([new("a", model) { Quota = quota, Limits = new() { RequestsPerMinute = 6_000 } }], Patient(), _time);
        Task<ChatResponse> first = here.AskAsync(streaming: false);
        Task<ChatResponse> waiting = there.AskAsync(streaming: false);

        model.End();

        Assert.Equal(2, model.Begun);
        model.End();
        await Task.WhenAll(first, waiting).DoneAsync();
    }

    private static string JsonOf(string limits) => $$"""{ "MaxWait": "2.00:00:00", "SafetyReserve": 0, "Routes": { "a": { "Limits": {{limits}} } } }""";

    private static CapacityRoutingOptions Patient()
    {
        CapacityRoutingOptions options = Make.Untimed();
        (options.MaxWait, options.SafetyReserve) = (TimeSpan.FromHours(1), 0);
        return options;
    }

    /// <summary>A network whose first answer is the test's own, and which says "ok" to all others.</summary>
    private sealed class PendingHandler(Task<HttpResponseMessage> first) : HttpMessageHandler
    {
        private int _sends;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Interlocked.Increment(ref _sends) == 1 ? first : Task.FromResult(StubHandler.Response(200, "ok"));
    }
}
