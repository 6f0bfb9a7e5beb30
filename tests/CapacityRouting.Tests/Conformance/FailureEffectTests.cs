using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Polly.CircuitBreaker;

namespace CapacityRouting.Tests.Conformance;

/// <summary>What each kind of failure does to the route, to its quota and to the request.</summary>
public sealed class FailureEffectTests
{
    private static readonly FailureKind[] Stopping = [FailureKind.InvalidRequest, FailureKind.ContentFiltered];
    private static readonly FailureKind[] Counted =
    [
        FailureKind.Overloaded, FailureKind.ServerError, FailureKind.Network, FailureKind.Timeout, FailureKind.TruncatedStream, FailureKind.EmptyResponse,
    ];

    private readonly ManualTime _time = new();

    public static TheoryData<FailureKind, bool> Kinds
    {
        get
        {
            TheoryData<FailureKind, bool> data = [];
            foreach (FailureKind kind in Enum.GetValues<FailureKind>())
            {
                data.Add(kind, false);
                data.Add(kind, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Failure_OfAKind_SendsTheRequestOnOrStopsIt(FailureKind kind, bool streaming)
    {
        HttpRequestException own = new("own");
        TestClient next = new();
        using CapacityAwareChatClient client = Make.Router(Classify.As(kind), TestClient.Failing(() => own), next);

        if (Stopping.Contains(kind))
            Assert.Same(own, await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming)));
        else
            Assert.Equal(kind, (await client.AskAsync(streaming)).GetRoutingReport()!.Attempts[0].Failure!.Kind);
        Assert.Equal(Stopping.Contains(kind) ? 0 : 1, next.Calls);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Failure_OfAKind_CountsForTheBreakerOrNot(FailureKind kind, bool streaming)
    {
        CapacityRoutingOptions options = Classify.As(kind);
        options.CircuitBreaker = new() { MinimumThroughput = 2, SamplingDuration = TimeSpan.FromDays(1) };
        using CapacityAwareChatClient client = Make.Router(_time, options, TestClient.Failing(500));

        for (int i = 0; i < 6; i++)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => client.AskAsync(streaming, new ChatOptions().WithRouting(new() { MaxWait = TimeSpan.Zero })));
            _time.Advance(client.Route("a").Circuit == CircuitState.Closed ? TimeSpan.FromHours(2) : TimeSpan.Zero);
        }

        Assert.Equal(Counted.Contains(kind) ? CircuitState.Open : CircuitState.Closed, client.Route("a").Circuit);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Failure_OfAKind_ShutsTheRouteOrItsQuotaOrNeither(FailureKind kind, bool streaming)
    {
        CapacityQuota account = new("account", new());
        ModelRoute[] routes = [new("a", TestClient.Failing(500)) { Quota = account }, new("sibling", new TestClient()) { Quota = account }];
        using CapacityAwareChatClient client = new(routes, Classify.As(kind), _time);

        await Record.ExceptionAsync(() => client.AskAsync(streaming, new ChatOptions().WithRouting(new() { MaxAttempts = 1 })));

        Assert.Equal(kind is FailureKind.RateLimited or FailureKind.Overloaded, client.Route("a").CoolingDownFor is not null);
        Assert.Equal(kind is FailureKind.QuotaExhausted or FailureKind.Authentication or FailureKind.ModelNotFound, client.Route("a").ClosedFor is not null);
        Assert.Equal(kind is FailureKind.RateLimited, client.Route("sibling").CoolingDownFor is not null);
        Assert.Equal(kind is FailureKind.QuotaExhausted, client.Route("sibling").ClosedFor is not null);
        Assert.Equal(kind is FailureKind.ContextLengthExceeded, client.Route("a").Window is not null);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ContextLengthExceeded_OnlyARouteWithALargerWindow_IsTried(bool streaming)
    {
        TestClient smaller = new();
        TestClient same = new();
        using CapacityAwareChatClient client = Make.Router(
            _time,
            new ModelRoute("a", TestClient.Failing(() => new HttpRequestException("The prompt is too long."))) { MaxInputTokens = 8000 },
            new("smaller", smaller) { MaxInputTokens = 4000 },
            new("same", same) { MaxInputTokens = 8000 },
            new("larger", TestClient.Saying("ok")) { MaxInputTokens = 16_000 });

        Assert.Equal("larger", (await client.AskAsync(streaming)).GetRoutingReport()!.ServedBy);
        Assert.Equal((0, 0), (smaller.Calls, same.Calls));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ContextLengthExceeded_NextRequestAsLong_SkipsTheRouteAndAShorterOneDoesNot(bool streaming)
    {
        ChatMessage[] lengthy = [new(ChatRole.User, new string('x', 40_000))];
        TestClient first = new() { OnResponse = (messages, _, _) => messages.Single().Text.Length > 30_000 ? throw new HttpRequestException("The prompt is too long.") : Task.FromResult(TestClient.Says("ok")) };
        using CapacityAwareChatClient client = Make.Router(_time, first, new TestClient());

        await client.AskAsync(streaming, messages: lengthy);
        RoutingReport report = (await client.AskAsync(streaming, messages: lengthy)).GetRoutingReport()!;

        Assert.Equal(ExclusionReason.ExceedsContextWindow, Assert.Single(report.Excluded).Reason);
        Assert.Equal("a", (await client.AskAsync(streaming)).GetRoutingReport()!.ServedBy);
        Assert.Equal(2, first.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ContentFiltered_WhereTheOptionsAllow_GoesOn(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(
            _time, new CapacityRoutingOptions { FailoverOnContentFilter = true }, TestClient.Failing(451), TestClient.Saying("second"));

        Assert.Equal("second", (await client.AskAsync(streaming)).Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ContentFiltered_ThatCameAsContent_IsTheProvidersAnswerToTheCaller(bool streaming)
    {
        TestClient filtered = new()
        {
            OnResponse = (_, _, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, [new ErrorContent("no") { ErrorCode = "filtered" }]))),
        };
        TestClient next = new();
        using CapacityAwareChatClient client = Make.Router(_time, Classify.As(FailureKind.ContentFiltered), filtered, next);

        ChatResponse response = await client.AskAsync(streaming);

        Assert.Equal("filtered", response.Messages.Single().Contents.OfType<ErrorContent>().Single().ErrorCode);
        Assert.Equal(FailureKind.ContentFiltered, Assert.Single(response.GetRoutingReport()!.Attempts).Failure!.Kind);
        Assert.Equal(0, next.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Classifier_ThatThrows_LeavesItToTheBuiltInRules(bool streaming)
    {
        CapacityRoutingOptions options = new() { FailureClassifier = new Classify(_ => throw new InvalidOperationException("a bug")) };
        using CapacityAwareChatClient client = Make.Router(_time, options, TestClient.Failing(429), new TestClient());

        Assert.Equal(FailureKind.RateLimited, (await client.AskAsync(streaming)).GetRoutingReport()!.Attempts[0].Failure!.Kind);
    }

    [Theory]
    [InlineData(typeof(IOException), FailureKind.Network)]
    [InlineData(typeof(HttpRequestException), FailureKind.Network)]
    [InlineData(typeof(System.Net.Sockets.SocketException), FailureKind.Network)]
    [InlineData(typeof(TimeoutException), FailureKind.Timeout)]
    [InlineData(typeof(TaskCanceledException), FailureKind.Timeout)]
    [InlineData(typeof(FormatException), FailureKind.ServerError)]
    public async Task Exception_OfAKnownType_IsOfItsKind(Type type, FailureKind kind)
    {
        using CapacityAwareChatClient client = Make.Router(TestClient.Failing(() => (Exception)Activator.CreateInstance(type)!), new TestClient());

        Assert.Equal(kind, (await client.AskAsync(streaming: false)).GetRoutingReport()!.Attempts[0].Failure!.Kind);
    }

    [Theory]
    [InlineData(401, FailureKind.Authentication)]
    [InlineData(402, FailureKind.QuotaExhausted)]
    [InlineData(403, FailureKind.Authentication)]
    [InlineData(404, FailureKind.ModelNotFound)]
    [InlineData(408, FailureKind.Timeout)]
    [InlineData(413, FailureKind.ContextLengthExceeded)]
    [InlineData(429, FailureKind.RateLimited)]
    [InlineData(500, FailureKind.ServerError)]
    [InlineData(502, FailureKind.ServerError)]
    [InlineData(503, FailureKind.Overloaded)]
    [InlineData(504, FailureKind.Timeout)]
    [InlineData(529, FailureKind.Overloaded)]
    public async Task Status_Alone_IsOfItsKind(int status, FailureKind kind)
    {
        using CapacityAwareChatClient client = Make.Router(TestClient.Failing(status), new TestClient());

        Assert.Equal(kind, (await client.AskAsync(streaming: false)).GetRoutingReport()!.Attempts[0].Failure!.Kind);
    }
}
