using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

/// <summary>A wait of zero, one below it, and a date that is past state nothing: the route that says so cools down as if it had said nothing.</summary>
public sealed class NoStatedWaitTests
{
    private const int CallsASecond = 10;
    private const int CallsAMinute = 60 * CallsASecond;

    private static readonly TimeSpan BetweenCalls = TimeSpan.FromSeconds(1) / CallsASecond;

    public static TheoryData<string, bool> Nothings
    {
        get
        {
            TheoryData<string, bool> data = [];
            foreach (string value in new[] { "0", "0.0", "-0", "-5", "-0.5", "0, 0", "Thu, 01 Jan 1970 00:00:00 GMT", "Thu, 01 Jan 2026 00:00:00 GMT", "2025-12-31T23:59:59Z", "soon", "" })
            {
                data.Add(value, false);
                data.Add(value, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Nothings))]
    public async Task Exception_ThatStatesNothing_IsTriedNoMoreOftenThanOneWithoutAWait(string retryAfter, bool streaming) =>
        Assert.Equal(await CallsOfAMinuteAsync(TestClient.Failing(429), streaming), await CallsOfAMinuteAsync(TestClient.Failing(429, retryAfter), streaming));

    [Theory]
    [InlineData("Retry-After", "0")]
    [InlineData("Retry-After", "Thu, 01 Jan 1970 00:00:00 GMT")]
    [InlineData("Retry-After", "-1")]
    [InlineData("retry-after-ms", "0")]
    [InlineData("x-ms-retry-after-ms", "0.0")]
    [InlineData("x-ratelimit-timeremaining", "0")]
    public async Task Headers_ThatStateNothing_AreTriedNoMoreOftenThanNone(string header, string value)
    {
        int without = await CallsOfAMinuteAsync(Refusing(), streaming: false);

        Assert.Equal(without, await CallsOfAMinuteAsync(Refusing((header, value)), streaming: false));
        Assert.Equal(without, await CallsOfAMinuteAsync(Refusing((header, value), (header, value)), streaming: true));
    }

    [Theory]
    [InlineData("Please try again in 0s.")]
    [InlineData("Please retry after 0 seconds.")]
    public async Task Body_ThatStatesNothing_IsTriedNoMoreOftenThanOneWithoutAWait(string words)
    {
        CapacityObserver handler = new(StubHandler.Answering(429, "{\"error\":{\"message\":\"Slow down. " + words + "\",\"code\":\"rate_limit_exceeded\"}}"));

        Assert.Equal(await CallsOfAMinuteAsync(Refusing(), streaming: false), await CallsOfAMinuteAsync(new HttpChatClient(handler), streaming: false));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public async Task OwnClassifier_ThatStatesNothing_GetsTheBackoffAllTheSame(int seconds)
    {
        CapacityRoutingOptions options = Classify.As(FailureKind.RateLimited, TimeSpan.FromSeconds(seconds));

        Assert.Equal(
            await CallsOfAMinuteAsync(TestClient.Failing(429), streaming: false, Classify.As(FailureKind.RateLimited)),
            await CallsOfAMinuteAsync(TestClient.Failing(429), streaming: false, options));
    }

    [Fact]
    public async Task SpentQuota_WithAWaitOfZero_IsClosedForTheFirstStepOfTheSchedule()
    {
        using CapacityAwareChatClient client = Make.Router(TestClient.Failing(402, "0"));

        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming: false));

        Assert.Equal(TimeSpan.FromMinutes(10), client.Route("a").ClosedFor);
    }

    [Fact]
    public async Task Zero_BesideAWaitInTheBody_IsNotTakenForTheWait()
    {
        CapacityObserver handler = new(StubHandler.Answering(429, """{"error":{"message":"Please try again in 20s."}}""", ("Retry-After", "0")));
        using CapacityAwareChatClient client = Make.Router(new HttpChatClient(handler));

        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming: false));

        Assert.Equal(TimeSpan.FromSeconds(20), client.Route("a").CoolingDownFor);
    }

    /// <summary>Two routes that refuse every call, each with a wait of zero, must not eat up the attempts of those that a third could serve.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TwoRoutesThatStateZero_BesideAHealthyOne_LoseNoCall(bool streaming)
    {
        ManualTime time = new();
        using CapacityAwareChatClient client = Make.Router(time, Seeded(), TestClient.Failing(429, "0"), TestClient.Failing(429, "0"), new TestClient());

        for (int call = 0; call < 5 * CallsAMinute; call++)
        {
            Assert.Equal("ok", (await client.AskAsync(streaming)).Text);
            time.Advance(BetweenCalls / 5);
        }
    }

    private static async Task<int> CallsOfAMinuteAsync(IChatClient refusing, bool streaming, CapacityRoutingOptions? options = null)
    {
        ManualTime time = new();
        CountedClient counted = new(refusing);
        using CapacityAwareChatClient client = Make.Router(time, Seeded(options), counted, new TestClient());
        for (int call = 0; call < CallsAMinute; call++)
        {
            Assert.Equal("ok", (await client.AskAsync(streaming)).Text);
            time.Advance(BetweenCalls);
        }

        Assert.InRange(counted.Calls, 1, 20);
        return counted.Calls;
    }

    private static CapacityRoutingOptions Seeded(CapacityRoutingOptions? options = null)
    {
        options ??= new();
        options.RandomSeed = 1;
        return options;
    }

    private static HttpChatClient Refusing(params (string Name, string Value)[] headers) =>
        new(new CapacityObserver(StubHandler.Answering(429, """{"error":{"message":"Slow down.","code":"rate_limit_exceeded"}}""", headers)));

    private sealed class CountedClient(IChatClient inner) : DelegatingChatClient(inner)
    {
        public int Calls { get; private set; }

        public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Calls++;
            return base.GetResponseAsync(messages, options, cancellationToken);
        }

        public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Calls++;
            return base.GetStreamingResponseAsync(messages, options, cancellationToken);
        }
    }
}
