using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Conformance;

public sealed class StreamingTests
{
    [Fact]
    public async Task Stream_FailedAttempt_ShowsNothingOfItself()
    {
        ScriptedStream failing = new() { Updates = [Updates.Empty(), Updates.Usage(1, 0), Updates.Empty()], OnMove = index => index == 3 ? throw TestClient.Http(503) : null };
        ScriptedStream serving = new() { Updates = [Updates.Empty(), Updates.Text("hello"), Updates.Finish()] };
        using CapacityAwareChatClient client = Make.Router(failing.AsClient(), serving.AsClient());

        List<ChatResponseUpdate> seen = [];
        await client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(seen);

        Assert.Equal(serving.Updates, seen);
        Assert.Equal(1, failing.Disposals);
    }

    [Fact]
    public async Task Stream_ThatBreaksAfterCommit_TriesNobodyElse()
    {
        HttpRequestException broken = TestClient.Http(503);
        ScriptedStream stream = new() { Updates = [Updates.Text("hel"), Updates.Text("lo")], OnMove = index => index == 2 ? throw broken : null };
        TestClient next = new();
        using CapacityAwareChatClient client = Make.Router(stream.AsClient(), next);

        List<ChatResponseUpdate> seen = [];
        StreamInterruptedException thrown = await Assert.ThrowsAsync<StreamInterruptedException>(() => client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(seen));

        Assert.Same(broken, thrown.InnerException);
        Assert.Same(broken, thrown.Failure.Exception);
        Assert.Equal(("a", "hello", FailureKind.Overloaded), (thrown.Route, thrown.ReceivedText, thrown.Failure.Kind));
        Assert.Equal("hello", string.Concat(seen));
        Assert.Equal(0, next.Calls);
    }

    [Fact]
    public async Task Stream_ThatBreaksAfterCommit_IsReportedAndCounted()
    {
        ScriptedStream stream = new() { Updates = [Updates.Text("hel")], OnMove = index => index == 1 ? throw TestClient.Http(429, "30") : null };
        using CapacityAwareChatClient client = Make.Router(stream.AsClient());

        List<ChatResponseUpdate> seen = [];
        StreamInterruptedException thrown = await Assert.ThrowsAsync<StreamInterruptedException>(() => client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(seen));

        Assert.Equal(FailureKind.RateLimited, Assert.Single(seen[0].GetRoutingReport()!.Attempts).Failure!.Kind);
        Assert.Equal("a", thrown.GetRoutingReport()!.ServedBy);
        Assert.Same(thrown.Failure, Assert.Single(thrown.GetRoutingReport()!.Attempts).Failure);
        Assert.Equal(TimeSpan.FromSeconds(30), client.Route("a").CoolingDownFor);
        Assert.Equal(0, client.Route("a").InFlight);
    }

    [Fact]
    public async Task Stream_LeftEarly_ReleasesEverythingOnce()
    {
        ScriptedStream stream = new() { Updates = [Updates.Text("hel"), Updates.Text("lo")] };
        ManualTime time = new();
        using CapacityAwareChatClient client = Make.Router(time, stream.AsClient());

        await foreach (ChatResponseUpdate _ in client.GetStreamingResponseAsync(Ask.Question))
        {
            Assert.Equal(1, client.Route("a").InFlight);
            break;
        }

        Assert.Equal(1, stream.Disposals);
        Assert.Equal((0, 0), (client.Route("a").InFlight, time.ActiveTimers));
    }

    [Fact]
    public async Task Stream_LeftEarly_SettlesWhatReallyFlowed()
    {
        ScriptedStream stream = new() { Updates = [Updates.Text(new('x', 400)), Updates.Text(new('x', 400))] };
        ModelRoute route = new("a", stream.AsClient())
        {
            Limits = new() { OutputTokensPerMinute = 60_000, Burst = TimeSpan.FromMinutes(1) },
            Profile = ProviderProfile.Generic with { ReturnsUnusedOutputTokens = true },
        };
        using CapacityAwareChatClient client = Make.Router(new FakeTimeProvider(), route);

        await foreach (ChatResponseUpdate _ in client.GetStreamingResponseAsync(Ask.Question, new() { MaxOutputTokens = 1000 }))
        {
            Assert.Equal(59_000, client.Route("a").Buckets[0].Level, 3);
            break;
        }

        Assert.Equal(59_900, client.Route("a").Buckets[0].Level, 3);
    }

    [Fact]
    public async Task Stream_NeverEnumerated_TakesNothing()
    {
        TestClient inner = new();
        using CapacityAwareChatClient client = Make.Router(inner);

        IAsyncEnumerable<ChatResponseUpdate> abandoned = client.GetStreamingResponseAsync(Ask.Question);
        await abandoned.GetAsyncEnumerator().DisposeAsync();

        Assert.Equal((0, 0), (inner.Calls, client.Route("a").InFlight));
    }

    [Fact]
    public async Task Stream_ThatEnded_LeavesNoTimerAndNoCallUnderWay()
    {
        ManualTime time = new();
        using CapacityAwareChatClient client = Make.Router(time, TestClient.Failing(500), TestClient.Streaming("hel", "lo"));

        Assert.Equal("hello", (await client.AskAsync(streaming: true)).Text);

        Assert.Equal(0, time.ActiveTimers);
        Assert.All(client.Monitor().GetSnapshot().Routes, route => Assert.Equal(0, route.InFlight));
    }

    [Fact]
    public async Task Stream_OfLifecycleUpdatesAlone_CommitsNobodyHoweverManyTheyAre()
    {
        ScriptedStream patient = new() { Updates = [.. Enumerable.Repeat(Updates.Empty(), 1000)], OnMove = index => index == 1000 ? throw TestClient.Http(503) : null };
        using CapacityAwareChatClient client = Make.Router(patient.AsClient(), TestClient.Saying("second"));

        ChatResponse response = await client.AskAsync(streaming: true);

        Assert.Equal("second", response.Text);
        Assert.Equal(FailureKind.Overloaded, response.GetRoutingReport()!.Attempts[0].Failure!.Kind);
    }

    [Fact]
    public async Task Stream_WithMoreLifecycleUpdatesThanAreHeld_GivesTheFirstOfThemAndTheAnswer()
    {
        ScriptedStream patient = new() { Updates = [.. Enumerable.Repeat(Updates.Empty(), 1000), Updates.Text("at last"), Updates.Finish()] };
        using CapacityAwareChatClient client = Make.Router(patient.AsClient());

        List<ChatResponseUpdate> seen = [];
        await client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(seen);

        Assert.Equal(64 + 2, seen.Count);
        Assert.Equal("at last", string.Concat(seen));
    }

    [Fact]
    public async Task Stream_WithAnErrorAfterMoreLifecycleUpdatesThanAreHeld_FailsByThatError()
    {
        ChatResponseUpdate error = new(ChatRole.Assistant, [new ErrorContent("Slow down.") { ErrorCode = "rate_limit_exceeded" }]);
        ScriptedStream patient = new() { Updates = [.. Enumerable.Repeat(Updates.Empty(), 100), error] };
        using CapacityAwareChatClient client = Make.Router(patient.AsClient(), TestClient.Saying("second"));

        ChatResponse response = await client.AskAsync(streaming: true);

        Assert.Equal("second", response.Text);
        Assert.Equal(FailureKind.RateLimited, response.GetRoutingReport()!.Attempts[0].Failure!.Kind);
    }

    [Fact]
    public async Task Stream_WithAReasonForItsSilenceAfterMoreLifecycleUpdatesThanAreHeld_IsAnAnswer()
    {
        ChatResponseUpdate outOfTokens = new(ChatRole.Assistant, [new UsageContent(new() { OutputTokenCount = 16 })]) { FinishReason = ChatFinishReason.Length };
        ScriptedStream patient = new() { Updates = [.. Enumerable.Repeat(Updates.Empty(), 100), outOfTokens] };
        using CapacityAwareChatClient client = Make.Router(patient.AsClient(), TestClient.Saying("second"));

        Assert.Equal(ChatFinishReason.Length, (await client.AskAsync(streaming: true)).FinishReason);
    }

    /// <summary>A model that thinks unseen may report the usage so far with each of its thoughts.</summary>
    [Fact]
    public async Task Stream_WithUsageInManyUpdatesBeforeItsFirstContent_IsAnAnswer()
    {
        IEnumerable<ChatResponseUpdate> thoughts = Enumerable.Range(1, 300).Select(written => new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(new() { InputTokenCount = 10, OutputTokenCount = written })]));
        ScriptedStream thinking = new() { Updates = [.. thoughts, Updates.Text("first"), Updates.Finish()] };
        using CapacityAwareChatClient client = Make.Router(thinking.AsClient(), TestClient.Saying("second"));

        Assert.Equal("first", (await client.AskAsync(streaming: true)).Text);
    }

    [Fact]
    public async Task Stream_WithMoreToHoldThanIsHeld_FailsUnseen()
    {
        // 64 KB: 1,000 characters are 2,000 bytes, beside the update's own.
        ChatResponseUpdate large = new(ChatRole.Assistant, []) { AdditionalProperties = new() { ["trace"] = new string('x', 1000) } };
        ScriptedStream talkative = new() { Updates = [.. Enumerable.Repeat(large, 40), Updates.Text("too late")] };
        using CapacityAwareChatClient client = Make.Router(talkative.AsClient(), TestClient.Saying("second"));

        ChatResponse response = await client.AskAsync(streaming: true);

        Assert.Equal("second", response.Text);
        Assert.Equal(FailureKind.EmptyResponse, response.GetRoutingReport()!.Attempts[0].Failure!.Kind);
    }

    [Fact]
    public async Task Stream_OfEndlessLifecycleUpdatesThatMakeNobodyWait_RunsOutOfTime()
    {
        ManualTime time = new();
        ScriptedStream endless = new()
        {
            Updates = [.. Enumerable.Repeat(Updates.Empty(), 100_000)],
            OnMove = _ =>
            {
                time.Advance(TimeSpan.FromMilliseconds(1));
                return null;
            },
        };
        using CapacityAwareChatClient client = Make.Router(time, new ModelRoute("a", endless.AsClient()) { Timeouts = new() { FirstToken = TimeSpan.FromSeconds(2) } }, new("b", TestClient.Saying("second")));

        Assert.Equal(FailureKind.Timeout, (await client.AskAsync(streaming: true)).GetRoutingReport()!.Attempts[0].Failure!.Kind);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("reasoning")]
    [InlineData("call")]
    [InlineData("data")]
    public async Task Stream_FirstUpdateWithSubstance_Commits(string substance)
    {
        AIContent content = substance switch
        {
            "text" => new TextContent("a"),
            "reasoning" => new TextReasoningContent("hmm"),
            "call" => new FunctionCallContent("1", "search"),
            _ => new DataContent(new byte[] { 1 }, "image/png"),
        };
        ScriptedStream stream = new() { Updates = [new(ChatRole.Assistant, [content])], OnMove = index => index == 1 ? throw TestClient.Http(503) : null };
        TestClient next = new();
        using CapacityAwareChatClient client = Make.Router(stream.AsClient(), next);

        await Assert.ThrowsAsync<StreamInterruptedException>(() => client.AskAsync(streaming: true));

        Assert.Equal(0, next.Calls);
    }
}
