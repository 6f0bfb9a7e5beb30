using System.Globalization;
using System.Runtime.CompilerServices;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace CapacityRouting.Tests.Conformance;

/// <summary>Failures that come in odd places: inside a success, inside a stream, behind an exception that says nothing.</summary>
public sealed class WireFailureTests
{
    private const string Overloaded = """{"error":{"type":"overloaded_error","message":"Busy just now"}}""";

    private readonly FakeTimeProvider _time = new(new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Answer_OfA200ThatCarriesAnError_IsThatError()
    {
        using CapacityAwareChatClient client = Router(StubHandler.Answering(200, Overloaded));

        Assert.Equal(FailureKind.Overloaded, await FirstFailureAsync(client, streaming: false));
    }

    [Fact]
    public async Task Stream_WhoseErrorEventTheSdkSwallows_FailsOverUnseen()
    {
        using CapacityAwareChatClient client = Router(StubHandler.Answering(200, $"data: {Overloaded}\n\n"));

        Assert.Equal(FailureKind.Overloaded, await FirstFailureAsync(client, streaming: true));
    }

    [Fact]
    public async Task Stream_WhoseErrorEventTheSdkSwallowsAfterContent_ReachesTheCallerAsAFailure()
    {
        using CapacityAwareChatClient client = Router(StubHandler.Answering(200, $"Once upon\n\ndata: {Overloaded}\n\n"));
        List<ChatResponseUpdate> seen = [];

        Exception broken = await Assert.ThrowsAnyAsync<Exception>(() => client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(seen));

        Assert.Equal("Once upon", seen.Single().Text);
        Assert.Equal(FailureKind.Overloaded, broken.GetRoutingReport()!.Attempts[0].Failure!.Kind);
    }

    [Theory]
    [InlineData("data: total request limit reached, worker at capacity (9/8)", FailureKind.Overloaded)]
    [InlineData("data: good night", FailureKind.EmptyResponse)]
    public async Task Stream_OfOneBareSentenceInWhichTheSdkFindsNothing_IsReadByItsWords(string sentence, FailureKind kind)
    {
        StubHandler network = StubHandler.Answering(200, sentence);
        using HttpClient http = new(new CapacityObserver(network));
        TestClient deaf = new() { OnStream = (_, _, token) => ReadAndSayNothingAsync(http, token) };
        using CapacityAwareChatClient client = Make.Router(_time, deaf, new TestClient());

        Assert.Equal(kind, await FirstFailureAsync(client, streaming: true));
    }

    /// <summary>A request fault goes to no other route, and never ends as a clean, empty answer.</summary>
    [Theory]
    [InlineData(false, """{"error":{"type":"invalid_request_error","message":"temperature: must be at most 2"}}""")]
    [InlineData(true, """{"error":{"type":"invalid_request_error","message":"temperature: must be at most 2"}}""")]
    [InlineData(true, """{"type":"error","error":{"type":"invalid_request_error","message":"temperature: must be at most 2"}}""")]
    public async Task Error_ThatBlamesTheRequestAndThatTheSdkSwallows_IsThrown(bool streaming, string error)
    {
        using CapacityAwareChatClient client = Router(StubHandler.Answering(200, streaming ? $"data: {error}\n\n" : error));

        ProviderErrorException thrown = await Assert.ThrowsAsync<ProviderErrorException>(() => client.AskAsync(streaming));

        Assert.Equal(("a", FailureKind.InvalidRequest), (thrown.Route, thrown.Kind));
        Assert.Contains("temperature: must be at most 2", thrown.Message, StringComparison.Ordinal);
        Assert.Equal("a", Assert.Single(thrown.GetRoutingReport()!.Attempts).Route);
        Assert.Equal(0, client.Route("a").InFlight);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Error_ThatTheSdkOfTheOnlyRouteSwallows_IsThrown(bool streaming)
    {
        StubHandler network = StubHandler.Answering(200, streaming ? $"data: {Overloaded}\n\n" : Overloaded);
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { RetryWhenAlone = false }, new HttpChatClient(new CapacityObserver(network)));

        ProviderErrorException thrown = await Assert.ThrowsAsync<ProviderErrorException>(() => client.AskAsync(streaming));

        Assert.Contains("Busy just now", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Error_ThatTheSdkSwallowsAndTheCallersClassifierBlamesOnTheRequest_IsThrown(bool streaming)
    {
        StubHandler network = StubHandler.Answering(200, streaming ? $"data: {Overloaded}\n\n" : Overloaded);
        using CapacityAwareChatClient client = Router(network, Classify.As(FailureKind.InvalidRequest));

        Assert.Contains("Busy just now", (await Assert.ThrowsAsync<ProviderErrorException>(() => client.AskAsync(streaming))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Error_ThatTheSdkSwallows_IsToldOnOneLineAndNotAtAnyLength()
    {
        string said = $$$"""{"error":{"type":"invalid_request_error","message":"line\none {{{new string('x', 3_000)}}}"}}""";
        using CapacityAwareChatClient client = Router(StubHandler.Answering(200, said));

        ProviderErrorException thrown = await Assert.ThrowsAsync<ProviderErrorException>(() => client.AskAsync(streaming: false));

        Assert.InRange(thrown.Message.Length, 100, 700);
        Assert.DoesNotContain(thrown.Message, char.IsControl);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(null, true)]
    [InlineData("", false)]
    [InlineData("", true)]
    public async Task ErrorContent_WithoutACode_FailsOver(string? code, bool streaming)
    {
        ChatResponse error = new(new ChatMessage(ChatRole.Assistant, [new ErrorContent("The model is overloaded") { ErrorCode = code }]));
        using CapacityAwareChatClient client = Make.Router(_time, new TestClient { OnResponse = (_, _, _) => Task.FromResult(error) }, new TestClient());

        Assert.Equal(FailureKind.Overloaded, await FirstFailureAsync(client, streaming));
    }

    [Fact]
    public async Task ErrorContent_WithoutACodeAfterTheCommit_BreaksTheStream()
    {
        ScriptedStream stream = new() { Updates = [Updates.Text("one "), Updates.Error(null), Updates.Text("two"), Updates.Finish()] };
        using CapacityAwareChatClient client = Make.Router(_time, stream.AsClient(), new TestClient());

        StreamInterruptedException thrown = await Assert.ThrowsAsync<StreamInterruptedException>(() => client.AskAsync(streaming: true));

        Assert.Equal("one ", thrown.ReceivedText);
    }

    [Theory]
    [InlineData("Refusal", false)]
    [InlineData("Refusal", true)]
    [InlineData("refusal", true)]
    public async Task ErrorContent_OfAModelThatDeclines_IsAnAnswer(string code, bool streaming)
    {
        ChatResponse declined = new(new ChatMessage(ChatRole.Assistant, [new ErrorContent("I can't help with that.") { ErrorCode = code }])) { FinishReason = ChatFinishReason.Stop };
        using CapacityAwareChatClient client = Make.Router(_time, new TestClient { OnResponse = (_, _, _) => Task.FromResult(declined) }, new TestClient());

        Assert.Equal("a", (await client.AskAsync(streaming)).GetRoutingReport()!.ServedBy);
    }

    [Fact]
    public async Task Answer_ThatTalksOfErrors_IsAnAnswer()
    {
        using CapacityAwareChatClient client = Router(StubHandler.Answering(200, "An \"error\" such as insufficient_quota means: rate limit exceeded."));

        Assert.DoesNotContain((await client.AskAsync(streaming: true)).GetRoutingReport()!.Attempts, attempt => attempt.Failure is not null);
    }

    [Theory]
    [InlineData("429", "anything", FailureKind.RateLimited)]
    [InlineData("insufficient_quota", "no more", FailureKind.QuotaExhausted)]
    [InlineData("odd", "The model is overloaded", FailureKind.Overloaded)]
    [InlineData("odd", "odd", FailureKind.ServerError)]
    public async Task ErrorContent_OfACode_IsReadLikeABody(string code, string message, FailureKind kind)
    {
        ChatResponse error = new(new ChatMessage(ChatRole.Assistant, [new ErrorContent(message) { ErrorCode = code }]));
        TestClient failing = new() { OnResponse = (_, _, _) => Task.FromResult(error) };
        using CapacityAwareChatClient whole = Make.Router(_time, failing, new TestClient());
        using CapacityAwareChatClient streamed = Make.Router(_time, failing, new TestClient());

        Assert.Equal(kind, await FirstFailureAsync(whole, streaming: false));
        Assert.Equal(kind, await FirstFailureAsync(streamed, streaming: true));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_ThatEndsWithAnError_IsAFailure(bool streaming)
    {
        ChatResponse partly = TestClient.Says("{ \"half\": ");
        partly.FinishReason = new("error");
        using CapacityAwareChatClient client = Make.Router(_time, new TestClient { OnResponse = (_, _, _) => Task.FromResult(partly) }, new TestClient());

        if (!streaming)
            Assert.Equal(FailureKind.ServerError, await FirstFailureAsync(client, streaming));
        else
            Assert.Equal(FailureKind.TruncatedStream, (await Assert.ThrowsAnyAsync<Exception>(() => client.AskAsync(streaming))).GetRoutingReport()!.Attempts[0].Failure!.Kind);
    }

    [Fact]
    public async Task Exception_WhoseMessageThrows_CostsNeitherTheCallNorTheSlot()
    {
        ModelRoute route = new("a", TestClient.Failing(() => new UnreadableException())) { Limits = new() { MaxConcurrentRequests = 1 } };
        using CapacityAwareChatClient client = new([route, new("b", new TestClient())], timeProvider: _time);

        Assert.Equal(FailureKind.ServerError, await FirstFailureAsync(client, streaming: false));
        Assert.Equal(0, client.Route("a").InFlight);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Wait_OfAFaultBesideASpentLimit_IsNotTheLimits(int status)
    {
        StubHandler network = StubHandler.Answering(status, "oops", ("x-ratelimit-limit-requests", "10000"), ("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", "23h59m51s"));
        using CapacityAwareChatClient client = Router(network);

        Assert.Null((await client.AskAsync(streaming: false)).GetRoutingReport()!.Attempts[0].Failure!.RetryAfter);
    }

    [Fact]
    public async Task Wait_OfALimitThatIsFullAgainInADay_IsThatOfOneRequest()
    {
        StubHandler network = StubHandler.Answering(429, "busy", ("x-ratelimit-limit-requests", "10000"), ("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", "24h0m0s"));
        using CapacityAwareChatClient client = Router(network);

        Assert.Equal(TimeSpan.FromSeconds(8.64), (await client.AskAsync(streaming: false)).GetRoutingReport()!.Attempts[0].Failure!.RetryAfter);
    }

    [Fact]
    public async Task Wait_ThatIsAMoment_IsTheTimeUntilIt()
    {
        string moment = _time.GetUtcNow().AddSeconds(20).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using CapacityAwareChatClient client = Router(StubHandler.Answering(429, "busy", ("retry-after", moment)));

        RouteFailure failure = (await client.AskAsync(streaming: false)).GetRoutingReport()!.Attempts[0].Failure!;

        Assert.Equal(FailureKind.RateLimited, failure.Kind);
        Assert.InRange(failure.RetryAfter!.Value.TotalSeconds, 19, 20);
    }

    [Fact]
    public async Task Figures_OfWhatHasNoSize_AreAWaitLikeAnyOther()
    {
        StubHandler network = StubHandler.Answering(429, """{"error":{"message":"Too many concurrent requests","limit":5,"requested":6}}""", ("retry-after", "30"));
        using CapacityAwareChatClient client = Router(network);

        RouteFailure failure = (await client.AskAsync(streaming: false)).GetRoutingReport()!.Attempts[0].Failure!;

        Assert.Equal((false, TimeSpan.FromSeconds(30)), (failure.ExceedsLimit, failure.RetryAfter));
        Assert.Null(client.Route("a").Window);
    }

    [Fact]
    public async Task Refusal_OfARequestLargerThanADaysLimit_LeavesTheQuotaOpen()
    {
        StubHandler network = StubHandler.Answering(413, "Request too large on tokens per day (TPD): Limit 1000, Requested 120000");
        using CapacityAwareChatClient client = Router(network);

        await client.AskAsync(streaming: false, messages: [new(ChatRole.User, new string('x', 40_000))]);

        Assert.Null(client.Route("a").ClosedFor);
        Assert.Equal("a", client.Monitor().Explain(Ask.Question).Route);
    }

    [Fact]
    public async Task Wait_WhereTheCallersClassifierSaysTheKind_IsCappedToo()
    {
        CapacityRoutingOptions options = Classify.As(FailureKind.QuotaExhausted);
        using CapacityAwareChatClient client = Router(StubHandler.Answering(402, "no credit", ("retry-after", "315360000")), options);

        Assert.Equal(TimeSpan.FromHours(48), (await client.AskAsync(streaming: false)).GetRoutingReport()!.Attempts[0].Failure!.RetryAfter);
    }

    [Fact]
    public async Task Wait_BeyondTwoDays_IsCappedAndLogged()
    {
        CapturingLoggerFactory log = new();
        using CapacityAwareChatClient client = Make.Router(log, TestClient.Failing(() => new InvalidOperationException("insufficient_quota: try again in 400 hours")), new TestClient());

        RouteFailure failure = (await client.AskAsync(streaming: false)).GetRoutingReport()!.Attempts[0].Failure!;

        Assert.Equal(TimeSpan.FromHours(48), failure.RetryAfter);
        Assert.Contains(log.Messages, message => message.Contains("16.16:00:00", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Classifier_OfTheCallers_IsAskedWithWhatTheWireSaidAndFilledIn()
    {
        CapacityRoutingOptions options = new()
        {
            FailureClassifier = new Classify(context => context.Observed?.Headers.ContainsKey("x-odd") == true ? new() { Kind = FailureKind.RateLimited } : null),
        };
        using CapacityAwareChatClient client = Router(StubHandler.Answering(418, "rate limit", ("x-odd", "1"), ("retry-after", "9")), options);

        RouteFailure failure = (await client.AskAsync(streaming: false)).GetRoutingReport()!.Attempts[0].Failure!;

        Assert.Equal((FailureKind.RateLimited, 418, TimeSpan.FromSeconds(9)), (failure.Kind, failure.StatusCode, failure.RetryAfter));
    }

    [Fact]
    public async Task ExceptionReader_OfAnSdk_IsAskedForEveryExceptionOfTheChain()
    {
        Witness witness = new();
        IExceptionReader reader = Substitute.For<IExceptionReader>();
        reader.Read(Arg.Is<Exception>(exception => exception.Message == "inner")).Returns(new ObservedResponse(429, [new("Retry-After", "4")]));
        CapacityRoutingOptions options = new() { ExceptionReaders = { reader }, FailureClassifier = witness };
        AggregateException thrown = new(new IOException("first"), new InvalidOperationException("outer", new FormatException("inner")));
        using CapacityAwareChatClient client = Make.Router(_time, options, TestClient.Failing(() => thrown), new TestClient());

        RouteFailure failure = (await client.AskAsync(streaming: false)).GetRoutingReport()!.Attempts[0].Failure!;

        Assert.Equal((FailureKind.RateLimited, TimeSpan.FromSeconds(4)), (failure.Kind, failure.RetryAfter));
        Assert.Same(thrown, witness.Exception);
    }

    [Fact]
    public async Task ExceptionReader_ThatThrows_IsLoggedAndTheExceptionIsReadAnyway()
    {
        CapturingLoggerFactory log = new();
        IExceptionReader reader = Substitute.For<IExceptionReader>();
        reader.Read(Arg.Any<Exception>()).Throws(new FormatException("bug"));
        CapacityRoutingOptions options = new() { ExceptionReaders = { reader } };
        using CapacityAwareChatClient client = new(Make.Routes(TestClient.Failing(503), new TestClient()), options, _time, log);

        Assert.Equal(FailureKind.Overloaded, await FirstFailureAsync(client, streaming: false));
        Assert.Contains(log.Messages, message => message.Contains("FormatException", StringComparison.Ordinal));
    }

    [Fact]
    public void ExceptionReaders_WithANullAmongThem_AreRefused()
    {
        CapacityRoutingOptions options = new() { ExceptionReaders = { null! } };

        Assert.Contains("ExceptionReaders", Assert.Throws<ArgumentException>(() => Make.Router(options, new TestClient())).Message, StringComparison.Ordinal);
    }

    private static async Task<FailureKind?> FirstFailureAsync(CapacityAwareChatClient client, bool streaming) =>
        (await client.AskAsync(streaming)).GetRoutingReport()!.Attempts[0].Failure?.Kind;

    private static async IAsyncEnumerable<ChatResponseUpdate> ReadAndSayNothingAsync(HttpClient http, [EnumeratorCancellation] CancellationToken token)
    {
        await http.GetStringAsync("http://model.test/", token);
        yield return Updates.Empty();
    }

    private CapacityAwareChatClient Router(StubHandler network, CapacityRoutingOptions? options = null) =>
        Make.Router(_time, options ?? new(), new HttpChatClient(new CapacityObserver(network)), new TestClient());

    private sealed class UnreadableException : Exception
    {
        public override string Message => throw new InvalidOperationException("unreadable");
    }
}
