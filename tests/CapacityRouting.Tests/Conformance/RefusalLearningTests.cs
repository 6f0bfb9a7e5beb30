using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

/// <summary>Which failures of a call teach its route a rate. The limit is 6,000 tokens a minute: 100 a second.</summary>
public sealed class RefusalLearningTests
{
    private readonly ManualTime _time = new();

    private const string NamesTheLimit = "Rate limit reached on tokens per minute (TPM).";

    [Theory]
    [InlineData(false, 429, "20", 6_000)]
    [InlineData(true, 429, "20", 6_000)]
    [InlineData(false, 429, null, 6_000)]
    [InlineData(false, 503, "20", 6_000)]
    [InlineData(true, 503, "20", 6_000)]
    [InlineData(false, 529, "20", 6_000)]
    [InlineData(true, 529, "20", 6_000)]
    [InlineData(false, 500, "20", 6_000)]
    public async Task Failure_OfEachKindThatNamesNoLimit_TeachesNoRate(bool streaming, int status, string? retryAfter, long limit)
    {
        using CapacityAwareChatClient client = Client(TestClient.Failing(status, retryAfter));

        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming));

        Assert.Equal(limit, client.Route("a").Buckets.Single().Limit);
    }

    /// <summary>Two refusals that name a limit which is known, six seconds apart, are evidence enough: nothing was accepted, so a sixteenth is the step.</summary>
    [Theory]
    [InlineData(false, NamesTheLimit, 375)]
    [InlineData(true, NamesTheLimit, 375)]
    [InlineData(false, "TPM limit reached", 375)]
    [InlineData(false, "You have exceeded the limit of input tokens per minute", 6_000)]
    [InlineData(false, "The limit of requests per minute, or of tokens per minute, is reached", 6_000)]
    [InlineData(false, "Too many requests", 6_000)]
    public async Task Refusals_OfEachWording_TeachARateWhereTheyNameALimitThatIsKnown(bool streaming, string words, long limit)
    {
        using CapacityAwareChatClient client = Client(Refusing(words), new() { HeaderLimits = HeaderLimitUse.Tighten });

        await RefuseTwiceAsync(client, streaming);

        Assert.Equal(limit, client.Route("a").Buckets.First(bucket => bucket.Dimension == CapacityDimension.TokensPerMinute).Limit);
    }

    /// <summary>Figures that bear the limit out say nothing against it, only how much is left.</summary>
    [Fact]
    public async Task Refusal_ThatStatesTheLimit_TeachesTheLevel()
    {
        using CapacityAwareChatClient client = Client(Refusing("Limit 6000 tokens per minute, Used 5990, Requested 100"));

        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming: false));

        BucketSnapshot bucket = client.Route("a").Buckets.Single();
        Assert.Equal((6_000, 10, LimitSource.Configured), (bucket.Limit, (int)bucket.Level, bucket.Source));
    }

    [Fact]
    public async Task Snapshot_OfALearnedLimit_TellsItsOrigin()
    {
        using CapacityAwareChatClient client = Client(Refusing(NamesTheLimit));
        await RefuseTwiceAsync(client, streaming: false);

        BucketSnapshot bucket = client.Route("a").Buckets.Single();

        Assert.Equal((6_000, null, 375, LimitSource.Learned), (bucket.Configured, bucket.Stated, bucket.Learned, bucket.Source));
        Assert.Equal("2 refusals beside 0 calls, although the bucket had room", bucket.Reason);
        Assert.Equal(_time.GetUtcNow(), bucket.Since);
    }

    [Fact]
    public async Task Failure_HeadersAreIgnored_TeachesNothing()
    {
        using CapacityAwareChatClient client = Client(Refusing(NamesTheLimit), new() { HeaderLimits = HeaderLimitUse.Ignore });

        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming: false));

        Assert.Equal(6_000, client.Route("a").Buckets.Single().Limit);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Refusal_OnceMinutesHavePassed_LeavesTheConfiguredLimit(bool streaming)
    {
        bool refuses = true;
        TaskCompletionSource<ChatResponse> answer = new();
        TestClient model = new() { OnResponse = (_, _, _) => refuses ? throw Refused(NamesTheLimit) : answer.Task };
        using CapacityAwareChatClient client = Client(model);
        await RefuseTwiceAsync(client, streaming);
        Assert.Equal(LimitSource.Learned, client.Route("a").Buckets.Single().Source);
        refuses = false;
        _time.Advance(TimeSpan.FromMinutes(6));

        // Only a call that finds too little asks whether the limit still holds: each takes 9 + 256.
        Task<ChatResponse>[] calls = [.. Enumerable.Range(0, 3).Select(_ => client.AskAsync(streaming))];

        Assert.Equal(6_000, client.Route("a").Buckets.Single().Limit);
        Assert.Equal(LimitSource.Configured, client.Route("a").Buckets.Single().Source);
        answer.SetResult(TestClient.Says("ok"));
        _time.Advance(TimeSpan.FromSeconds(20));
        await Task.WhenAll(calls).DoneAsync();
    }

    private async Task RefuseTwiceAsync(CapacityAwareChatClient client, bool streaming)
    {
        for (int refusal = 0; refusal < 2; refusal++)
        {
            _time.Advance(TimeSpan.FromSeconds(21));
            await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming));
        }
    }

    private static TestClient Refusing(string words) => TestClient.Failing(() => Refused(words));

    private static HttpRequestException Refused(string words)
    {
        HttpRequestException refused = new(words, inner: null, System.Net.HttpStatusCode.TooManyRequests);
        refused.Data["Retry-After"] = "20";
        return refused;
    }

    private CapacityAwareChatClient Client(TestClient model, CapacityRoutingOptions? options = null)
    {
        options ??= new();
        (options.MaxWait, options.RetryWhenAlone) = (TimeSpan.FromMinutes(1), false);
        return new([new ModelRoute("a", model) { Limits = new() { TokensPerMinute = 6_000 } }], options, _time);
    }
}
