using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

public sealed class FailoverTests
{
    private static readonly HttpRequestException Unavailable = TestClient.Http(503);

    private readonly Witness _witness = new();

    public static TheoryData<string> Places => ["call", "open", "move", "current"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_Failures_ArePassedInOrder(bool streaming)
    {
        TestClient last = new();
        using CapacityAwareChatClient client = Make.Router(TestClient.Failing(500), TestClient.Failing(429), TestClient.Saying("third"), last);

        ChatResponse response = await client.AskAsync(streaming);

        Assert.Equal("third", response.Text);
        Assert.Equal("a, b, c", string.Join(", ", response.GetRoutingReport()!.Attempts.Select(attempt => attempt.Route)));
        Assert.Equal(0, last.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_ExceptionFromTheMethodItself_IsTheAttemptsFailure(bool streaming)
    {
        TestClient throwing = new() { OnResponse = (_, _, _) => throw Unavailable, OnStream = (_, _, _) => throw Unavailable };
        using CapacityAwareChatClient client = Make.Router(_witness.Options, throwing, TestClient.Saying("second"));

        ChatResponse response = await client.AskAsync(streaming);

        Assert.Equal("second", response.Text);
        Assert.Same(Unavailable, _witness.Exception);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Stream_ExceptionBeforeOutput_IsTheAttemptsFailure(string place)
    {
        ScriptedStream stream = FailingAt(place);
        TestClient first = new() { OnStream = (_, _, _) => place == "call" ? throw Unavailable : stream };
        using CapacityAwareChatClient client = Make.Router(_witness.Options, first, TestClient.Saying("second"));

        ChatResponse response = await client.AskAsync(streaming: true);

        Assert.Equal("second", response.Text);
        RoutingAttempt failed = response.GetRoutingReport()!.Attempts[0];
        Assert.Equal(("a", FailureKind.Overloaded), (failed.Route, failed.Failure!.Kind));
        Assert.Same(Unavailable, _witness.Exception);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Stream_ThatFailsBeforeOutput_IsDisposedOnceIfItWasOpened(string place)
    {
        ScriptedStream stream = FailingAt(place);
        TestClient first = new() { OnStream = (_, _, _) => place == "call" ? throw Unavailable : stream };
        using CapacityAwareChatClient client = Make.Router(first, new TestClient());

        await client.AskAsync(streaming: true);

        Assert.Equal(place is "call" or "open" ? 0 : 1, stream.Disposals);
    }

    [Fact]
    public async Task Stream_ThatThrowsInDisposeAsyncBeforeOutput_FailsOver()
    {
        ScriptedStream stream = new() { OnDispose = () => throw Unavailable };
        using CapacityAwareChatClient client = Make.Router(stream.AsClient(), TestClient.Saying("second"));

        ChatResponse response = await client.AskAsync(streaming: true);

        Assert.Equal("second", response.Text);
        Assert.NotNull(response.GetRoutingReport()!.Attempts[0].Failure);
        Assert.Equal(1, stream.Disposals);
    }

    [Fact]
    public async Task Stream_ThatThrowsInMoveNextAsyncAndDisposeAsync_FailsByTheFirst()
    {
        ScriptedStream stream = new() { OnMove = _ => throw Unavailable, OnDispose = () => throw new InvalidOperationException("later") };
        using CapacityAwareChatClient client = Make.Router(_witness.Options, stream.AsClient(), new TestClient());

        ChatResponse response = await client.AskAsync(streaming: true);

        Assert.Equal(FailureKind.Overloaded, response.GetRoutingReport()!.Attempts[0].Failure!.Kind);
        Assert.Same(Unavailable, _witness.Exception);
        Assert.Equal(1, stream.Disposals);
    }

    [Fact]
    public async Task Stream_ThatHangsInDisposeAsyncBeforeOutput_DoesNotHoldUpTheNext()
    {
        TaskCompletionSource never = new();
        ScriptedStream stream = new() { OnMove = _ => throw Unavailable, OnDispose = () => new(never.Task) };
        using CapacityAwareChatClient client = Make.Router(stream.AsClient(), TestClient.Saying("second"));

        Assert.Equal("second", (await client.AskAsync(streaming: true).DoneAsync()).Text);
    }

    [Fact]
    public async Task Stream_ThatEndsWell_IsDisposedOnce()
    {
        ScriptedStream stream = new() { Updates = [Updates.Text("hello"), Updates.Finish()] };
        using CapacityAwareChatClient client = Make.Router(stream.AsClient());

        Assert.Equal("hello", (await client.AskAsync(streaming: true)).Text);
        Assert.Equal(1, stream.Disposals);
    }

    [Fact]
    public async Task Stream_ThatBreaksAfterOutput_IsDisposedOnce()
    {
        ScriptedStream stream = new() { Updates = [Updates.Text("hel")], OnMove = index => index == 1 ? throw Unavailable : null };
        using CapacityAwareChatClient client = Make.Router(stream.AsClient());

        Assert.Same(Unavailable, (await Assert.ThrowsAsync<StreamInterruptedException>(() => client.AskAsync(streaming: true))).InnerException);
        Assert.Equal(1, stream.Disposals);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_TerminalFailure_SurfacesAsTheSameInstance(bool streaming)
    {
        HttpRequestException own = TestClient.Http(400);
        TestClient next = new();
        using CapacityAwareChatClient client = Make.Router(TestClient.Failing(() => own), next);

        HttpRequestException thrown = await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming));

        Assert.Same(own, thrown);
        Assert.Equal(0, next.Calls);
        Assert.Equal(FailureKind.InvalidRequest, Assert.Single(thrown.GetRoutingReport()!.Attempts).Failure!.Kind);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_TerminalFailureAfterAFailover_SurfacesAsTheSameInstance(bool streaming)
    {
        ArgumentException own = new("bad tool schema");
        using CapacityAwareChatClient client = Make.Router(TestClient.Failing(500), TestClient.Failing(() => own));

        ArgumentException thrown = await Assert.ThrowsAsync<ArgumentException>(() => client.AskAsync(streaming));

        Assert.Same(own, thrown);
        Assert.Equal(2, thrown.GetRoutingReport()!.Attempts.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_Exhaustion_SurfacesEveryAttemptAndTheLastFailure(bool streaming)
    {
        HttpRequestException last = TestClient.Http(429, "7");
        using CapacityAwareChatClient client = Make.Router(new CapacityRoutingOptions { RetryWhenAlone = false }, TestClient.Failing(500), TestClient.Failing(() => last));

        NoRouteAvailableException thrown = await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming));

        Assert.Equal(
            [("a", FailureKind.ServerError), ("b", FailureKind.RateLimited)],
            thrown.Attempts.Select(attempt => (attempt.Route, attempt.Failure!.Kind)));
        Assert.Same(last, thrown.InnerException);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_ProvidersTimeout_ReachesTheCallerAsTheClientsOwnInstance(bool streaming)
    {
        TaskCanceledException own = new("The request was canceled due to the configured HttpClient.Timeout", new TimeoutException());
        using CapacityAwareChatClient client = Make.Router(new TestClient
        {
            OnResponse = async (_, _, _) =>
            {
                await Task.Yield();
                throw own;
            },
        });

        Assert.Same(own, await Assert.ThrowsAsync<TaskCanceledException>(() => client.AskAsync(streaming)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task MaxAttempts_Reached_GivesUpThoughRoutesAreLeft(bool streaming)
    {
        TestClient third = new();
        using CapacityAwareChatClient client = Make.Router(new CapacityRoutingOptions { MaxAttempts = 2 }, TestClient.Failing(500), TestClient.Failing(500), third);

        NoRouteAvailableException thrown = await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming));

        Assert.Equal(2, thrown.Attempts.Count);
        Assert.Equal(0, third.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_FailedRouteWhereRetriesAreOff_IsNeverTriedTwice(bool streaming)
    {
        TestClient failing = TestClient.Failing(500);
        using CapacityAwareChatClient client = Make.Router(new CapacityRoutingOptions { MaxAttempts = 10, RetryWhenAlone = false }, failing);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming));

        Assert.Equal(1, failing.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_FailureWhereTheOtherRouteWillHaveRoomInTime_WaitsForIt(bool streaming)
    {
        ManualTime time = new();
        TestClient failing = TestClient.Failing(500);
        using CapacityAwareChatClient client = Make.Router(time, new ModelRoute("a", failing), new("b", new TestClient()) { Limits = new() { RequestsPerMinute = 6 } });
        await client.AskAsync(streaming);

        Task<ChatResponse> call = client.AskAsync(streaming);
        Assert.Equal((false, 2), (call.IsCompleted, failing.Calls));
        time.Advance(TimeSpan.FromSeconds(10));

        RoutingReport report = (await call.DoneAsync()).GetRoutingReport()!;
        Assert.Equal(("b", TimeSpan.FromSeconds(10), 2), (report.ServedBy, report.Waited, report.Attempts.Count));
    }

    private static ScriptedStream FailingAt(string place) => new()
    {
        Updates = [Updates.Text("never seen")],
        OnOpen = () => FailIf(place == "open"),
        OnMove = _ =>
        {
            FailIf(place == "move");
            return null;
        },
        OnCurrent = () => FailIf(place == "current"),
    };

    private static void FailIf(bool here)
    {
        if (here)
            throw Unavailable;
    }
}
