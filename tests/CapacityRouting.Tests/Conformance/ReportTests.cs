using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Conformance;

public sealed class ReportTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Report_ServedAfterFailures_HasEveryAttemptInOrder(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(TestClient.Failing(529, "3"), TestClient.Failing(401), TestClient.Saying("ok"));

        RoutingReport report = (await client.AskAsync(streaming)).GetRoutingReport()!;

        Assert.Equal("c", report.ServedBy);
        Assert.Equal(
            [("a", FailureKind.Overloaded, 529), ("b", FailureKind.Authentication, 401), ("c", null, null)],
            report.Attempts.Select(attempt => (attempt.Route, attempt.Failure?.Kind, attempt.Failure?.StatusCode)));
        Assert.Equal(TimeSpan.FromSeconds(3), report.Attempts[0].Failure!.RetryAfter);
        Assert.Empty(report.Excluded);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Report_AttemptsThatTakeTime_HaveTheirDurations(bool streaming)
    {
        ManualTime time = new();
        using CapacityAwareChatClient client = Make.Router(time, Taking(3, () => throw TestClient.Http(500)), Taking(4, () => Task.FromResult(TestClient.Says("ok"))));

        RoutingReport report = (await client.AskAsync(streaming)).GetRoutingReport()!;

        Assert.Equal([TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4)], report.Attempts.Select(attempt => attempt.Duration));

        TestClient Taking(int seconds, Func<Task<ChatResponse>> answer) => new()
        {
            OnResponse = (_, _, _) =>
            {
                time.Advance(TimeSpan.FromSeconds(seconds));
                return answer();
            },
        };
    }

    [Fact]
    public async Task Report_OfAStream_CountsItsDurationToTheEnd()
    {
        ManualTime time = new();
        ScriptedStream stream = new() { Updates = [Updates.Text("hel"), Updates.Text("lo")] };
        using CapacityAwareChatClient client = Make.Router(time, stream.AsClient());

        RoutingReport? report = null;
        await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync(Ask.Question))
        {
            report ??= update.GetRoutingReport();
            Assert.Equal(TimeSpan.Zero, report!.Attempts[0].Duration);
            time.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Equal(TimeSpan.FromSeconds(4), report!.Attempts[0].Duration);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Report_RoutesPassedOver_SaysWhyAndUntilWhen(bool streaming)
    {
        ManualTime time = new();
        TaskCompletionSource<ChatResponse> never = new();
        TestClient busy = new() { OnResponse = (_, _, _) => never.Task };
        ModelRoute[] routes =
        [
            new("saturated", new TestClient()) { Limits = new() { RequestsPerMinute = 6 } },
            new("busy", busy) { Limits = new() { MaxConcurrentRequests = 1 } },
            new("cooling", TestClient.Failing(429, "30")),
            new("spent", TestClient.Failing(402, "3600")),
            new("closed", TestClient.Failing(401)),
            new("isolated", new TestClient()),
            new("small", new TestClient()) { Limits = new() { InputTokensPerMinute = 20 } },
            new("short", new TestClient()) { MaxInputTokens = 20 },
            new("last", new TestClient()),
        ];
        using CapacityAwareChatClient client = Make.Router(time, routes);
        await client.GetService<IRouteControl>()!.IsolateAsync("isolated");
        await client.AskAsync(streaming);
        _ = client.AskAsync(streaming);
        await client.AskAsync(streaming, messages: [new(ChatRole.User, new string('x', 400))]);

        RoutingReport report = (await client.AskAsync(streaming, messages: [new(ChatRole.User, new string('x', 400))])).GetRoutingReport()!;

        Assert.Equal("last", report.ServedBy);
        Assert.Equal(
            [
                new("saturated", ExclusionReason.Saturated, TimeSpan.FromSeconds(10)),
                new("busy", ExclusionReason.ConcurrencyLimit, null),
                new("cooling", ExclusionReason.CoolingDown, TimeSpan.FromSeconds(30)),
                new("spent", ExclusionReason.QuotaExhausted, TimeSpan.FromHours(1)),
                new("closed", ExclusionReason.Closed, TimeSpan.FromMinutes(10)),
                new("isolated", ExclusionReason.Isolated, null),
                new("small", ExclusionReason.ExceedsLimit, null),
                new RouteExclusion("short", ExclusionReason.ExceedsContextWindow, null),
            ],
            report.Excluded);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Report_RoutesTooSmallForWhatAnotherRefused_SaysSo(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(
            new FakeTimeProvider(),
            new ModelRoute("a", TestClient.Failing(() => new HttpRequestException("The prompt is too long."))) { MaxInputTokens = 4000 },
            new("b", new TestClient()) { MaxInputTokens = 3000 },
            new("c", new TestClient()) { MaxInputTokens = 5000 });

        RoutingReport report = (await client.AskAsync(streaming)).GetRoutingReport()!;

        Assert.Equal("c", report.ServedBy);
        Assert.Equal(new RouteExclusion("b", ExclusionReason.ExceedsContextWindow, null), Assert.Single(report.Excluded));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Report_RouteTriedAfterAll_IsNoLongerExcluded(bool streaming)
    {
        ManualTime time = new();
        using CapacityAwareChatClient client = Make.Router(time, new ModelRoute("a", new TestClient()) { Limits = new() { RequestsPerMinute = 6 } });
        await client.AskAsync(streaming);

        Task<ChatResponse> waiting = client.AskAsync(streaming);
        time.Advance(TimeSpan.FromSeconds(10));

        RoutingReport report = (await waiting.DoneAsync()).GetRoutingReport()!;
        Assert.Equal((TimeSpan.FromSeconds(10), 0, 1), (report.Waited, report.Excluded.Count, report.Attempts.Count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Report_Tokens_AreThoseReservedAndThoseReported(bool streaming)
    {
        TestClient inner = new()
        {
            OnResponse = (_, _, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "ok")) { Usage = new() { InputTokenCount = 101, OutputTokenCount = 20 } }),
        };
        using CapacityAwareChatClient client = Make.Router(inner);

        RoutingReport report = (await client.AskAsync(streaming, new() { MaxOutputTokens = 50 }, [new(ChatRole.User, new string('x', 400))])).GetRoutingReport()!;

        Assert.InRange(report.EstimatedTokens, 150, 160);
        Assert.Equal(121, report.ActualTokens);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Report_WithoutUsage_HasNoActualTokens(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(new TestClient());

        Assert.Null((await client.AskAsync(streaming)).GetRoutingReport()!.ActualTokens);
    }

    [Fact]
    public async Task Report_OfAStream_IsOnItsFirstAndClosingUpdatesAndOnTheResponseTheyMake()
    {
        ScriptedStream stream = new() { Updates = [Updates.Empty(), Updates.Text("hel"), Updates.Text("lo"), Updates.Finish(), Updates.Usage(3, 4)] };
        using CapacityAwareChatClient client = Make.Router(TestClient.Failing(500), stream.AsClient());

        List<ChatResponseUpdate> seen = [];
        await client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(seen);

        RoutingReport report = seen[0].GetRoutingReport()!;
        Assert.Equal([report, null, null, report, report], seen.Select(update => update.GetRoutingReport()));
        Assert.Same(report, seen.ToChatResponse().GetRoutingReport());
        Assert.Equal(7, report.ActualTokens);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Report_OfEveryCall_IsItsOwn(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(new TestClient());

        Assert.NotSame((await client.AskAsync(streaming)).GetRoutingReport(), (await client.AskAsync(streaming)).GetRoutingReport());
    }
}
