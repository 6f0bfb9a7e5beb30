using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

/// <summary>What the headers of responses do to the limits and levels of a route, for both methods.</summary>
public sealed class HeaderLimitTests
{
    private static readonly (string, string)[] Headers =
    [
        ("x-ratelimit-limit-requests", "600"), ("x-ratelimit-remaining-requests", "590"), ("x-ratelimit-reset-requests", "1s"),
        ("x-ratelimit-limit-tokens", "60000"), ("x-ratelimit-remaining-tokens", "45000"), ("x-ratelimit-reset-tokens", "15s"),
    ];

    // The client's streams end without a finish reason.
    private static readonly ProviderProfile Profile = ProviderProfile.OpenAI with { AlwaysGivesFinishReason = false };

    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Headers_OfAnAnswer_CreateTheLimitsThatAreNotConfigured(bool streaming)
    {
        using CapacityAwareChatClient client = Router(limits: null);

        await client.AskAsync(streaming);

        BucketSnapshot[] buckets = [.. client.Route("a").Buckets];
        Assert.Equal([(CapacityDimension.RequestsPerMinute, 600L), (CapacityDimension.TokensPerMinute, 60_000L)], buckets.Select(bucket => (bucket.Dimension, bucket.Limit)));
        Assert.All(buckets, bucket => Assert.Equal(LimitSource.Stated, bucket.Source));
        Assert.Equal(590, buckets[0].Level);
        Assert.InRange(buckets[1].Level, 44_000, 45_000);
    }

    [Theory]
    [InlineData(HeaderLimitUse.Tighten, 1_000_000, 60_000, LimitSource.Stated)]
    [InlineData(HeaderLimitUse.Tighten, 1_000, 1_000, LimitSource.Configured)]
    [InlineData(HeaderLimitUse.Follow, 1_000, 60_000, LimitSource.Stated)]
    [InlineData(HeaderLimitUse.Ignore, 1_000_000, 1_000_000, LimitSource.Configured)]
    public async Task Headers_OverAConfiguredLimit_DoWhatTheOptionsSay(HeaderLimitUse use, long configured, long inForce, LimitSource source)
    {
        using CapacityAwareChatClient client = Router(new() { TokensPerMinute = configured }, use);

        await client.AskAsync(streaming: false);

        BucketSnapshot bucket = client.Route("a").Buckets.Single(bucket => bucket.Dimension == CapacityDimension.TokensPerMinute);
        Assert.Equal((inForce, source), (bucket.Limit, bucket.Source));
    }

    [Fact]
    public async Task Headers_ThatSayNothingIsLeft_SendTheNextCallElsewhereWithoutARefusal()
    {
        StubHandler network = StubHandler.Answering(200, "ok", ("x-ratelimit-limit-requests", "60"), ("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", "60s"));
        TestClient next = TestClient.Saying("b");
        using CapacityAwareChatClient client = Router(network, new(), next);

        await client.AskAsync(streaming: false);
        RoutingReport second = (await client.AskAsync(streaming: false)).GetRoutingReport()!;

        Assert.Equal(("b", 1), (second.ServedBy, network.Sends));
        Assert.Equal(ExclusionReason.Saturated, second.Excluded[0].Reason);
    }

    [Fact]
    public async Task Headers_OfARefusal_AreReadToo()
    {
        StubHandler network = StubHandler.Answering(429, "busy", ("retry-after", "2"), ("x-ratelimit-limit-requests", "60"), ("x-ratelimit-remaining-requests", "0"));
        using CapacityAwareChatClient client = Router(network, new(), new TestClient());

        await client.AskAsync(streaming: false);

        BucketSnapshot bucket = Assert.Single(client.Route("a").Buckets);
        Assert.Equal((60, 0), (bucket.Limit, bucket.Level));
    }

    [Fact]
    public async Task Refusal_OfARequestLargerThanTheLimit_LearnsTheLimitAndLetsSmallerOnesIn()
    {
        string body = "Request too large for this model on tokens per min (TPM): Limit 900, Requested 5000. Please try again in 5m.";
        bool refuse = true;
        StubHandler network = new(_ => refuse ? StubHandler.Response(429, body, ("retry-after", "300")) : StubHandler.Response(200, "small"));
        using CapacityAwareChatClient client = Router(network, new(), TestClient.Saying("b"));
        ChatMessage[] large = [new(ChatRole.User, new string('x', 16_000))];

        RoutingReport first = (await client.AskAsync(streaming: false, messages: large)).GetRoutingReport()!;
        refuse = false;
        RoutingReport again = (await client.AskAsync(streaming: false, messages: large)).GetRoutingReport()!;
        RoutingReport small = (await client.AskAsync(streaming: false)).GetRoutingReport()!;

        Assert.True(first.Attempts[0].Failure!.ExceedsLimit);
        Assert.Null(first.Attempts[0].Failure!.RetryAfter);
        Assert.Equal(("b", ExclusionReason.ExceedsLimit), (again.ServedBy, again.Excluded[0].Reason));
        Assert.Equal("a", small.ServedBy);
    }

    [Theory]
    [InlineData("100%")]
    [InlineData("104.5")]
    public async Task Utilization_OfAllThatIsProvisioned_SendsTheNextCallElsewhereForAMoment(string utilization)
    {
        StubHandler network = StubHandler.Answering(200, "ok", ("azure-openai-deployment-utilization", utilization));
        CapacityAwareChatClient client = new(
            [new("a", new HttpChatClient(new CapacityObserver(network))) { Profile = ProviderProfile.AzureOpenAIProvisioned }, new("b", TestClient.Saying("b"))], timeProvider: _time);

        await client.AskAsync(streaming: false);
        string? during = (await client.AskAsync(streaming: false)).GetRoutingReport()!.ServedBy;
        _time.Advance(TimeSpan.FromSeconds(1));
        string? after = (await client.AskAsync(streaming: false)).GetRoutingReport()!.ServedBy;

        Assert.Equal(("b", "a"), (during, after));
    }

    [Fact]
    public async Task Limits_ThatWereLearned_AreLogged()
    {
        CapturingLoggerFactory log = new();
        using CapacityAwareChatClient client = Make.Router(log, new HttpChatClient(new CapacityObserver(StubHandler.Answering(200, "ok", Headers))));

        await client.AskAsync(streaming: false);
        await client.AskAsync(streaming: false);

        Assert.Contains("TokensPerMinute 60000", Assert.Single(log.Messages, message => message.Contains("learned", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    private CapacityAwareChatClient Router(CapacityLimits? limits, HeaderLimitUse use = HeaderLimitUse.Tighten) => new(
        [new("a", new HttpChatClient(new CapacityObserver(StubHandler.Answering(200, "ok", Headers)))) { Limits = limits, Profile = Profile }],
        new() { HeaderLimits = use },
        _time);

    private CapacityAwareChatClient Router(StubHandler network, CapacityRoutingOptions options, IChatClient next) => new(
        [new("a", new HttpChatClient(new CapacityObserver(network))) { Profile = Profile }, new("b", next)], options, _time);
}
