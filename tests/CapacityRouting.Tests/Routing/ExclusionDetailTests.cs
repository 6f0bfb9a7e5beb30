using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Routing;

/// <summary>The numbers and names in explanations and refusals.</summary>
public sealed class ExclusionDetailTests
{
    private static readonly ChatMessage[] Long = [new(ChatRole.User, new string('x', 40_000))];

    private readonly ManualTime _time = new();

    [Fact]
    public async Task Detail_OfARequestAboveALimit_NamesNeedAndLimit()
    {
        using CapacityAwareChatClient client = Router(new ModelRoute("a", new TestClient()) { Limits = new() { TokensPerMinute = 1_000 } });

        Assert.Equal("needs about 10,005 tokens, TokensPerMinute is 1,000", await DetailAsync(client, ExclusionReason.ExceedsLimit, Long));
    }

    [Fact]
    public async Task Detail_OfASharedLimit_NamesTheQuota()
    {
        CapacityQuota account = new("account", new() { InputTokensPerMinute = 2_000 });
        using CapacityAwareChatClient client = Router(new ModelRoute("a", new TestClient()) { Quota = account });

        Assert.Equal("needs about 10,004 input tokens, InputTokensPerMinute of the quota 'account' is 2,000", await DetailAsync(client, ExclusionReason.ExceedsLimit, Long));
    }

    [Fact]
    public async Task Detail_OfALongRequest_NamesNeedAndWindow()
    {
        using CapacityAwareChatClient client = Router(new ModelRoute("a", new TestClient()) { MaxInputTokens = 4_000 });

        Assert.Equal("needs about 10,004 input tokens, MaxInputTokens is 4,000", await DetailAsync(client, ExclusionReason.ExceedsContextWindow, Long));
    }

    [Theory]
    [InlineData(null, "lacks 'eu', Tags are empty")]
    [InlineData("fast", "lacks 'eu', Tags are 'fast'")]
    public async Task Detail_OfWrongTags_NamesThoseThatLackAndThoseThatAreThere(string? tag, string detail)
    {
        using CapacityAwareChatClient client = Router(new ModelRoute("a", new TestClient()) { Tags = tag is null ? [] : [tag] });
        ChatOptions options = new ChatOptions().WithRouting(new() { Tags = tag is null ? ["eu"] : ["eu", tag] });

        Assert.Equal(detail, await DetailAsync(client, ExclusionReason.TagMismatch, options: options));
    }

    [Fact]
    public async Task Detail_OfAnEmptyBucket_NamesNeedLevelAndLimit()
    {
        using CapacityAwareChatClient client = Router(new ModelRoute("a", TestClient.Saying("ok")) { Limits = new() { RequestsPerMinute = 6 } });
        await client.AskAsync(streaming: false);

        Assert.Equal("needs 1 request, 0 left of RequestsPerMinute, which is 6", await DetailAsync(client, ExclusionReason.Saturated));
    }

    [Fact]
    public async Task Detail_OfASpentBudget_NamesCostAndBudget()
    {
        ModelRoute route = new("a", TestClient.Saying("ok")) { Limits = new() { CostPerDay = 0.25m }, Prices = new() { InputPerMillion = 100, OutputPerMillion = 100 } };
        using CapacityAwareChatClient client = Router(route);

        string detail = (await DetailAsync(client, ExclusionReason.ExceedsLimit, Long))!;

        Assert.StartsWith("costs about 1.0", detail, StringComparison.Ordinal);
        Assert.EndsWith(", CostPerDay is 0.25", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Detail_OfTooManyCalls_NamesTheirNumberAndTheLimit()
    {
        TaskCompletionSource<ChatResponse> answer = new();
        using CapacityAwareChatClient client = Router(new ModelRoute("a", new TestClient { OnResponse = (_, _, _) => answer.Task }) { Limits = new() { MaxConcurrentRequests = 1 } });
        Task<ChatResponse> first = client.AskAsync(streaming: false);

        Assert.Equal("MaxConcurrentRequests is 1, calls under way: 1", await DetailAsync(client, ExclusionReason.ConcurrencyLimit));

        answer.SetResult(TestClient.Says("ok"));
        await first;
    }

    [Fact]
    public async Task Detail_OfAnIsolatedRoute_NamesTheRemedy()
    {
        using CapacityAwareChatClient client = Router(new ModelRoute("a", new TestClient()));
        await client.GetService<IRouteControl>()!.IsolateAsync("a");

        Assert.Equal("restore it with IRouteControl.RestoreAsync", await DetailAsync(client, ExclusionReason.Isolated));
    }

    [Fact]
    public async Task Detail_OfACallBoundByName_NamesTheRoute()
    {
        using CapacityAwareChatClient client = Router(new ModelRoute("a", new TestClient()), new ModelRoute("b", TestClient.Failing(500)));
        ChatOptions options = new ChatOptions().WithRouting(new() { Route = "b", RetryWhenAlone = false });

        Assert.Equal("bound to 'b'", await DetailAsync(client, ExclusionReason.BoundElsewhere, options: options));
    }

    [Fact]
    public void Equals_OfExclusions_DisregardsTheDetail()
    {
        RouteExclusion told = new("a", ExclusionReason.Saturated, TimeSpan.Zero) { Detail = "much" };

        Assert.Equal(told, told with { Detail = null });
        Assert.Equal(told.GetHashCode(), (told with { Detail = null }).GetHashCode());
        Assert.NotEqual(told, told with { Route = "b" });
    }

    private CapacityAwareChatClient Router(params ModelRoute[] routes) => new(routes, new() { MaxWait = TimeSpan.Zero }, _time);

    /// <summary>The detail of the first route, which the exception, its message and the explanation tell alike.</summary>
    private static async Task<string?> DetailAsync(CapacityAwareChatClient client, ExclusionReason reason, ChatMessage[]? messages = null, ChatOptions? options = null)
    {
        messages ??= [new(ChatRole.User, "Hi")];
        RouteExclusion explained = client.Monitor().Explain(messages, options).Excluded[0];
        NoRouteAvailableException thrown = await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming: false, options, messages));

        Assert.Equal((reason, reason), (explained.Reason, thrown.Excluded[0].Reason));
        Assert.Equal(explained.Detail, thrown.Excluded[0].Detail);
        Assert.Equal(explained.Detail, thrown.GetRoutingReport()!.Excluded[0].Detail);
        Assert.Contains($": {explained.Detail})", thrown.Message, StringComparison.Ordinal);
        return explained.Detail;
    }
}
