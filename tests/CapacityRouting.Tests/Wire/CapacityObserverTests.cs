using System.Runtime.CompilerServices;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Polly;

namespace CapacityRouting.Tests.Wire;

/// <summary>What the handler makes visible, for whole responses and streams alike.</summary>
public sealed class CapacityObserverTests
{
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Send_ARefusalWhoseExceptionIsMute_IsReadOffTheWire(bool streaming)
    {
        StubHandler network = StubHandler.Answering(429, """{"error":{"code":"insufficient_quota"}}""", ("retry-after", "7"), ("x-request-id", "r1"));
        List<FailureContext> asked = [];
        CapacityRoutingOptions options = new() { FailureClassifier = new Classify(context => Remember(context, asked)) };
        using CapacityAwareChatClient client = Make.Router(_time, options, new HttpChatClient(new CapacityObserver(network)), new TestClient());

        RoutingAttempt refused = (await client.AskAsync(streaming)).GetRoutingReport()!.Attempts[0];

        Assert.Equal(TimeSpan.FromSeconds(7), refused.Failure!.RetryAfter);
        Assert.Equal(429, refused.Failure.StatusCode);
        Assert.Equal(1, refused.Sends);
        ObservedResponse observed = Assert.Single(asked).Observed!;
        Assert.Equal((429, "r1"), (observed.StatusCode, observed.Headers["X-Request-Id"]));
        Assert.Contains("insufficient_quota", observed.Body!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Send_WithoutAnObserver_LeavesTheReportWithoutSends(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(_time, new HttpChatClient(StubHandler.Answering(200, "ok")));

        Assert.Null((await client.AskAsync(streaming)).GetRoutingReport()!.Attempts[0].Sends);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Send_RepeatedByTheSdk_WarnsOncePerRouteWithTheLineThatTurnsItOff(bool streaming)
    {
        CapturingLoggerFactory log = new();
        using CapacityAwareChatClient client = Make.Router(log, new HttpChatClient(new CapacityObserver(StubHandler.Answering(500)), retries: 2), new TestClient());

        RoutingReport first = (await client.AskAsync(streaming)).GetRoutingReport()!;
        await client.AskAsync(streaming);

        Assert.Equal(3, first.Attempts[0].Sends);
        string warning = Assert.Single(log.Messages, message => message.Contains("retries", StringComparison.Ordinal));
        Assert.StartsWith("Warning", warning, StringComparison.Ordinal);
        Assert.Contains("new ClientRetryPolicy(0)", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_SeveralTimesWithoutAFailure_IsNoRetry()
    {
        CapturingLoggerFactory log = new();
        using HttpClient http = new(new CapacityObserver(StubHandler.Answering(200)));
        TestClient toolLoop = new()
        {
            OnResponse = async (_, _, token) =>
            {
                await http.GetAsync("http://model.test/1", token);
                await http.GetAsync("http://model.test/2", token);
                return TestClient.Says("ok");
            },
        };
        using CapacityAwareChatClient client = Make.Router(log, toolLoop);

        Assert.Equal(2, (await client.AskAsync(streaming: false)).GetRoutingReport()!.Attempts[0].Sends);
        Assert.DoesNotContain(log.Messages, message => message.Contains("retries", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Send_RepeatedByThePipelineOfTheRoute_IsNoRetryOfTheSdk()
    {
        CapturingLoggerFactory log = new();
        StubHandler network = StubHandler.Answering(500);
        ResiliencePipeline twice = new ResiliencePipelineBuilder().AddRetry(new() { MaxRetryAttempts = 1, Delay = TimeSpan.Zero }).Build();
        ModelRoute route = new("a", new HttpChatClient(new CapacityObserver(network))) { ResiliencePipeline = twice };
        using CapacityAwareChatClient client = new([route, new("b", new TestClient())], timeProvider: _time, loggerFactory: log);

        Assert.Equal(2, (await client.AskAsync(streaming: false)).GetRoutingReport()!.Attempts[0].Sends);
        Assert.DoesNotContain(log.Messages, message => message.Contains("retries", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Send_InALaterStepOfAStream_IsObservedToo()
    {
        using HttpClient http = new(new CapacityObserver(StubHandler.Answering(200)));
        using CapacityAwareChatClient client = Make.Router(_time, new TestClient { OnStream = (_, _, token) => ThreeSendsAsync(http, token) });

        Assert.Equal(3, (await client.AskAsync(streaming: true)).GetRoutingReport()!.Attempts[0].Sends);
    }

    [Fact]
    public async Task Send_AfterAFailedConnection_ForgetsTheResponseBeforeIt()
    {
        int sends = 0;
        StubHandler network = new(_ => ++sends == 1 ? StubHandler.Response(429, "", ("retry-after", "30")) : throw new HttpRequestException("gone"));
        using CapacityAwareChatClient client = Make.Router(_time, new HttpChatClient(new CapacityObserver(network), retries: 1), new TestClient());

        RouteFailure failure = (await client.AskAsync(streaming: false)).GetRoutingReport()!.Attempts[0].Failure!;

        Assert.Equal(FailureKind.Network, failure.Kind);
        Assert.Null(failure.RetryAfter);
    }

    [Fact]
    public async Task Send_WhileTheSdkSleepsBetweenRetries_FailsByTheLastResponseAndNotByTheClock()
    {
        StubHandler network = StubHandler.Answering(429, "", ("retry-after", "90"));
        using HttpClient http = new(new CapacityObserver(network));
        TestClient patient = new()
        {
            OnResponse = async (_, _, token) =>
            {
                await http.GetAsync("http://model.test/", token);
                await Task.Delay(TimeSpan.FromSeconds(90), _time, token);
                return TestClient.Says("late");
            },
        };
        CapacityRoutingOptions options = new() { Timeouts = new() { Total = TimeSpan.FromSeconds(10) } };
        using CapacityAwareChatClient client = Make.Router(_time, options, patient, new TestClient());

        Task<ChatResponse> answer = client.AskAsync(streaming: false);
        _time.Advance(TimeSpan.FromSeconds(11));
        RouteFailure failure = (await answer.DoneAsync()).GetRoutingReport()!.Attempts[0].Failure!;

        Assert.Equal((FailureKind.RateLimited, TimeSpan.FromSeconds(90)), (failure.Kind, failure.RetryAfter));
    }

    [Fact]
    public async Task Send_OutsideAnAttempt_TouchesNothing()
    {
        HttpResponseMessage own = StubHandler.Response(500, "broken");
        HttpContent content = own.Content;
        using HttpClient http = new(new CapacityObserver(new StubHandler(_ => own)));

        HttpResponseMessage response = await http.GetAsync("http://model.test/");

        Assert.Same(own, response);
        Assert.Same(content, response.Content);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1024)]
    [InlineData(64 * 1024)]
    [InlineData(200_000)]
    public async Task Send_AnErrorBodyOfAnySize_ReachesTheClientWhole(int length)
    {
        string body = string.Create(length, 7, static (text, seed) =>
        {
            for (int i = 0; i < text.Length; i++)
                text[i] = (char)('a' + ((i * seed) % 26));
        });

        (string seen, ObservedResponse observed) = await ReadInAttemptAsync(StubHandler.Answering(500, body));

        Assert.Equal(body, seen);
        Assert.Equal(body[..Math.Min(length, 64 * 1024)], observed.Body);
    }

    [Fact]
    public async Task Send_AnErrorBodyThatBreaksOff_BreaksOffForTheClientAtTheSamePlace()
    {
        StubHandler network = new(_ => new(System.Net.HttpStatusCode.ServiceUnavailable) { Content = new StreamContent(new BreakingStream("overl")) });
        using HttpClient http = new(new CapacityObserver(network));
        string seen = string.Empty;
        Exception? broken = null;
        TestClient reading = new()
        {
            OnResponse = async (_, _, token) =>
            {
                HttpResponseMessage response = await http.GetAsync("http://model.test/", HttpCompletionOption.ResponseHeadersRead, token);
                Stream stream = await response.Content.ReadAsStreamAsync(token);
                byte[] buffer = new byte[100];
                seen = System.Text.Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer, token));
                broken = await Record.ExceptionAsync(() => stream.ReadExactlyAsync(buffer, token).AsTask());
                throw new InvalidOperationException("unreadable");
            },
        };
        using CapacityAwareChatClient client = Make.Router(_time, reading, new TestClient());

        RouteFailure failure = (await client.AskAsync(streaming: false)).GetRoutingReport()!.Attempts[0].Failure!;

        Assert.Equal(("overl", 503), (seen, failure.StatusCode));
        Assert.IsType<IOException>(broken);
        Assert.Equal(FailureKind.Overloaded, failure.Kind);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("iso-8859-1")]
    [InlineData("no-such-charset")]
    public async Task Send_AnErrorBodyInSomeCharset_IsReadOrTakenForUtf8(string charset)
    {
        System.Text.Encoding encoding = charset == "no-such-charset" ? System.Text.Encoding.UTF8 : System.Text.Encoding.GetEncoding(charset);
        StubHandler network = new(_ =>
        {
            ByteArrayContent content = new(encoding.GetBytes("used up"));
            content.Headers.TryAddWithoutValidation("content-type", $"application/json; charset={charset}");
            return new(System.Net.HttpStatusCode.TooManyRequests) { Content = content };
        });

        Assert.Equal("used up", (await ReadInAttemptAsync(network)).Observed.Body);
    }

    [Fact]
    public async Task Send_OnOtherThreadsOfTheAttempt_IsObservedToo()
    {
        using HttpClient http = new(new CapacityObserver(StubHandler.Answering(200)));
        TestClient hopping = new()
        {
            OnResponse = async (_, _, token) =>
            {
                await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => http.GetAsync("http://model.test/", token), token)));
                return TestClient.Says("ok");
            },
        };
        using CapacityAwareChatClient client = Make.Router(_time, hopping);

        Assert.Equal(4, (await client.AskAsync(streaming: false)).GetRoutingReport()!.Attempts[0].Sends);
    }

    [Fact]
    public async Task Send_OfAHundredCallsAtOnce_IsObservedForItsOwnCall()
    {
        int asked = 0;
        StubHandler network = new(_ => StubHandler.Response(429, "", ("retry-after", $"{1 + (Interlocked.Increment(ref asked) % 50)}")));
        using CapacityAwareChatClient client = Make.Router(_time, new HttpChatClient(new CapacityObserver(network)), new TestClient());

        ChatResponse[] answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => client.AskAsync(streaming: false))));

        Assert.All(answers, answer => Assert.All(
            answer.GetRoutingReport()!.Attempts.Where(attempt => attempt.Failure is not null),
            attempt => Assert.Equal(1, attempt.Sends)));
    }

    [Fact]
    public void Send_Synchronously_IsObservedToo()
    {
        AttemptObservation attempt = new();
        AttemptObservation.Enable();
        using HttpClient http = new(new CapacityObserver(StubHandler.Answering(429, "busy", ("retry-after", "3"))));
        AttemptObservation.Scope scope = AttemptObservation.Enter(attempt);

        using HttpResponseMessage response = http.Send(new(HttpMethod.Get, "http://model.test/"));
        scope.Leave();

        Assert.Equal(("busy", "3", 1), (attempt.Response!.Body, attempt.Response.Header("Retry-After"), attempt.Sends));
        using StreamReader reader = new(response.Content.ReadAsStream());
        Assert.Equal("busy", reader.ReadToEnd());
    }

    [Fact]
    public async Task Send_ThroughTwoObservers_CountsOnce()
    {
        CapacityObserver stacked = new(new CapacityObserver(StubHandler.Answering(200, "ok")));
        using CapacityAwareChatClient client = Make.Router(_time, new HttpChatClient(stacked));

        Assert.Equal(1, (await client.AskAsync(streaming: false)).GetRoutingReport()!.Attempts[0].Sends);
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> ThreeSendsAsync(HttpClient http, [EnumeratorCancellation] CancellationToken token)
    {
        for (int i = 0; i < 3; i++)
        {
            await http.GetAsync("http://model.test/", token);
            yield return Updates.Text("more");
        }
    }

    private static RouteFailure? Remember(FailureContext context, List<FailureContext> asked)
    {
        asked.Add(context);
        return null;
    }

    private async Task<(string Seen, ObservedResponse Observed)> ReadInAttemptAsync(StubHandler network)
    {
        using HttpClient http = new(new CapacityObserver(network));
        ObservedResponse? observed = null;
        string seen = string.Empty;
        TestClient reading = new()
        {
            OnResponse = async (_, _, token) =>
            {
                HttpResponseMessage response = await http.GetAsync("http://model.test/", HttpCompletionOption.ResponseHeadersRead, token);
                observed = AttemptObservation.Current!.Response;
                seen = System.Text.Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(token));
                return TestClient.Says("ok");
            },
        };
        using CapacityAwareChatClient client = Make.Router(_time, reading);
        await client.AskAsync(streaming: false);
        return (seen, observed!);
    }

    /// <summary>Gives its text and then fails.</summary>
    private sealed class BreakingStream(string text) : MemoryStream(System.Text.Encoding.UTF8.GetBytes(text))
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int count = await base.ReadAsync(buffer, cancellationToken);
            return count > 0 ? count : throw new IOException("connection lost");
        }
    }
}
