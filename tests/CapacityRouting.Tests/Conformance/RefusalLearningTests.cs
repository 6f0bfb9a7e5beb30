using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

/// <summary>Which failures of a call teach its route a rate. The limit is 6,000 tokens a minute: 100 a second.</summary>
public sealed class RefusalLearningTests
{
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(false, 429, "20", 4_200)]
    [InlineData(true, 429, "20", 4_200)]
    [InlineData(false, 429, null, 6_000)]
    [InlineData(false, 503, "20", 6_000)]
    [InlineData(true, 503, "20", 6_000)]
    [InlineData(false, 529, "20", 6_000)]
    [InlineData(true, 529, "20", 6_000)]
    [InlineData(false, 500, "20", 6_000)]
    public async Task Failure_OfEachKind_TeachesARateOnlyWhenCapacityWasRefused(bool streaming, int status, string? retryAfter, long limit)
    {
        using CapacityAwareChatClient client = Client(TestClient.Failing(status, retryAfter));

        await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming));

        // Seven tenths, after a first refusal that states its wait.
        Assert.Equal(limit, client.Route("a").Buckets.Single().Limit);
    }

    [Fact]
    public async Task Failure_HeadersAreIgnored_TeachesNothing()
    {
        using CapacityAwareChatClient client = Client(TestClient.Failing(429, "20"), new() { HeaderLimits = HeaderLimitUse.Ignore });

        await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming: false));

        Assert.Equal(6_000, client.Route("a").Buckets.Single().Limit);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Refusal_OnceMinutesHavePassed_LeavesTheConfiguredLimit(bool streaming)
    {
        bool refuses = true;
        TaskCompletionSource<ChatResponse> answer = new();
        TestClient model = new() { OnResponse = (_, _, _) => refuses ? throw TestClient.Http(429, "20") : answer.Task };
        using CapacityAwareChatClient client = Client(model);
        await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming));
        Assert.Equal(LimitSource.Tightened, client.Route("a").Buckets.Single().Source);
        refuses = false;
        _time.Advance(TimeSpan.FromMinutes(2));

        // Only a call that finds too little asks whether the limit still holds: a sixth of 4,200 is there, and each takes 9 + 256.
        Task<ChatResponse>[] calls = [.. Enumerable.Range(0, 3).Select(_ => client.AskAsync(streaming))];

        Assert.Equal(6_000, client.Route("a").Buckets.Single().Limit);
        Assert.Equal(LimitSource.Configured, client.Route("a").Buckets.Single().Source);
        answer.SetResult(TestClient.Says("ok"));
        await Task.WhenAll(calls).DoneAsync();
    }

    private CapacityAwareChatClient Client(TestClient model, CapacityRoutingOptions? options = null)
    {
        options ??= new();
        options.MaxWait = TimeSpan.FromMinutes(1);
        return new([new ModelRoute("a", model) { Limits = new() { TokensPerMinute = 6_000 } }], options, _time);
    }
}
