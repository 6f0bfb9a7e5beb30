using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Conformance;

/// <summary>How much a report says of failures: an answer is kept and stored, so its report has them in short; an exception has them in full.</summary>
public sealed class ReportDetailTests
{
    private static readonly ProviderProfile Prefills = ProviderProfile.Generic with { SupportsAssistantPrefill = true };
    private static readonly Exception Odd = new FormatException("the whole body");

    private readonly List<ChatResponseUpdate> _seen = [];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_AfterAFailure_SaysOfItWhatIsPlain(bool streaming)
    {
        RouteFailure full = new()
        {
            Kind = FailureKind.QuotaExhausted, Scope = FailureScope.Account, RetryAfter = TimeSpan.FromSeconds(3), ExceedsLimit = true,
            StatusCode = 429, ErrorCode = "spent", Message = "the whole body",
        };
        CapacityRoutingOptions options = new() { FailureClassifier = new Classify(_ => full) };
        using CapacityAwareChatClient client = Make.Router(options, new HttpChatClient(new CapacityObserver(StubHandler.Answering(429, "the whole body"))), new TestClient());

        RouteFailure told = (await client.AskAsync(streaming)).GetRoutingReport()!.Attempts[0].Failure!;

        Assert.Equal(full with { Message = null }, told);
        Assert.Null(told.Exception);
        Assert.Null(told.Observed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_AfterAFailureOfManyWords_IsShort(bool streaming)
    {
        string longest = new('x', 3 * 1024 * 1024);
        CapacityRoutingOptions options = new() { FailureClassifier = new Classify(_ => new() { Kind = FailureKind.ServerError, ErrorCode = longest[..100_000], Message = longest }) };
        using CapacityAwareChatClient client = Make.Router(options, TestClient.Failing(500), new TestClient());

        RoutingReport report = (await client.AskAsync(streaming)).GetRoutingReport()!;

        RouteFailure told = report.Attempts[0].Failure!;
        Assert.Equal(("b", FailureKind.ServerError, 500), (report.ServedBy, told.Kind, told.StatusCode));
        Assert.Equal((new string('x', 100), null), (told.ErrorCode, told.Message));
    }

    [Theory]
    [InlineData("busy\nfor sk-key", "busy")]
    [InlineData("busy\r\nfor sk-key", "busy")]
    [InlineData("\nsk-key", "")]
    [InlineData("busy", "busy")]
    [InlineData(null, null)]
    public async Task Answer_AfterACodeOfManyLines_HasTheFirst(string? code, string? told)
    {
        CapacityRoutingOptions options = new() { FailureClassifier = new Classify(_ => new() { Kind = FailureKind.ServerError, ErrorCode = code }) };
        using CapacityAwareChatClient client = Make.Router(options, TestClient.Failing(() => Odd), new TestClient());

        Assert.Equal(told, (await client.AskAsync(streaming: false)).GetRoutingReport()!.Attempts[0].Failure!.ErrorCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_ThatIsItselfAFailure_SaysOfItWhatIsPlain(bool streaming)
    {
        TestClient refusing = new() { OnResponse = (_, _, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [new ErrorContent("the whole body") { ErrorCode = "content_filter" }]))) };
        using CapacityAwareChatClient client = Make.Router(refusing, new TestClient());

        RouteFailure told = (await client.AskAsync(streaming)).GetRoutingReport()!.Attempts[0].Failure!;

        Assert.Equal((FailureKind.ContentFiltered, "content_filter", null), (told.Kind, told.ErrorCode, told.Message));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Exception_NoRouteLeft_HasEveryFailureInFull(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(TestClient.Failing(() => Odd), TestClient.Failing(() => Odd));

        NoRouteAvailableException thrown = await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming));

        Assert.All([.. thrown.Attempts, .. thrown.GetRoutingReport()!.Attempts], AssertFull);
    }

    /// <summary>A stream that has told nothing yet was never the caller's, so what it held back takes nothing away from the report.</summary>
    [Fact]
    public async Task Exception_AfterAStreamThatHeldUpdatesBack_HasEveryFailureInFull()
    {
        ScriptedStream stream = new() { Updates = [Updates.Empty()], OnMove = index => index == 1 ? throw Odd : null };
        using CapacityAwareChatClient client = Make.Router(stream.AsClient(), stream.AsClient());

        NoRouteAvailableException thrown = await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming: true));

        Assert.All(thrown.Attempts, AssertFull);
        Assert.Null(stream.Updates[0]!.GetRoutingReport());
    }

    [Fact]
    public async Task Stream_ThatBreaksOffAfterAFailover_IsInFullOnTheExceptionAlone()
    {
        using CapacityAwareChatClient client = Make.Router(TestClient.Failing(() => Odd), Cut().AsClient());

        StreamInterruptedException thrown = await Assert.ThrowsAsync<StreamInterruptedException>(() => client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(_seen));

        Assert.Same(Odd, thrown.Failure.Exception);
        Assert.Equal(["a", "b"], thrown.GetRoutingReport()!.Attempts.Select(attempt => attempt.Route));
        Assert.All(thrown.GetRoutingReport()!.Attempts, AssertFull);
        Assert.Equal(["a", "b"], _seen[0].GetRoutingReport()!.Attempts.Select(attempt => attempt.Route));
        Assert.All(_seen[0].GetRoutingReport()!.Attempts, AssertShort);
    }

    [Fact]
    public async Task Stream_ThatNobodyCanGoOnWith_IsInFullOnTheExceptionAlone()
    {
        CapacityRoutingOptions options = new() { MaxContinuations = 1 };
        using CapacityAwareChatClient client = Make.Router(
            new FakeTimeProvider(), options, Route("a", TestClient.Failing(() => Odd)), Route("b", Cut().AsClient()), Route("c", TestClient.Failing(() => Odd)), Route("d", TestClient.Failing(() => Odd)));

        StreamInterruptedException thrown = await Assert.ThrowsAsync<StreamInterruptedException>(() => client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(_seen));

        Assert.Equal(["a", "b", "c", "d"], thrown.GetRoutingReport()!.Attempts.Select(attempt => attempt.Route));
        Assert.All(thrown.GetRoutingReport()!.Attempts, AssertFull);
        Assert.Equal(4, _seen[0].GetRoutingReport()!.Attempts.Count);
        Assert.All(_seen[0].GetRoutingReport()!.Attempts, AssertShort);
    }

    [Fact]
    public async Task Stream_ThatChangesHandsAndBreaksOffAgain_IsInFullOnTheExceptionAlone()
    {
        CapacityRoutingOptions options = new() { MaxContinuations = 1 };
        using CapacityAwareChatClient client = Make.Router(
            new FakeTimeProvider(), options, Route("a", Cut().AsClient()), Route("b", TestClient.Failing(() => Odd)), Route("c", Cut().AsClient()));

        StreamInterruptedException thrown = await Assert.ThrowsAsync<StreamInterruptedException>(() => client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(_seen));

        Assert.Equal(["a", "b", "c"], thrown.GetRoutingReport()!.Attempts.Select(attempt => attempt.Route));
        Assert.All(thrown.GetRoutingReport()!.Attempts, AssertFull);
        Assert.All(_seen.Select(update => update.GetRoutingReport()).OfType<RoutingReport>().SelectMany(report => report.Attempts), AssertShort);
    }

    [Fact]
    public async Task Stream_ThatTheCallerGivesUp_HasTheFailuresBeforeInFullOnTheException()
    {
        using CancellationTokenSource caller = new();
        ScriptedStream stream = new() { Updates = [Updates.Text("hel"), Updates.Text("lo")], OnMove = index => Cancels(index, caller) };
        using CapacityAwareChatClient client = Make.Router(TestClient.Failing(() => Odd), stream.AsClient());

        Exception thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetStreamingResponseAsync(Ask.Question, cancellationToken: caller.Token).ReadIntoAsync(_seen));

        AssertFull(thrown.GetRoutingReport()!.Attempts[0]);
        AssertShort(_seen[0].GetRoutingReport()!.Attempts[0]);
    }

    private static ValueTask<bool>? Cancels(int index, CancellationTokenSource caller)
    {
        if (index != 1)
            return null;
        caller.Cancel();
        throw new OperationCanceledException(caller.Token);
    }

    private static ModelRoute Route(string name, IChatClient client) => new(name, client) { Profile = Prefills };

    private static ScriptedStream Cut() => new() { Updates = [Updates.Text("one ")], OnMove = index => index == 1 ? throw Odd : null };

    private static void AssertFull(RoutingAttempt attempt)
    {
        Assert.Same(Odd, attempt.Failure!.Exception);
        Assert.Equal(Odd.Message, attempt.Failure.Message);
    }

    private static void AssertShort(RoutingAttempt attempt)
    {
        Assert.Equal(FailureKind.ServerError, attempt.Failure!.Kind);
        Assert.Null(attempt.Failure.Exception);
        Assert.Null(attempt.Failure.Message);
    }
}
