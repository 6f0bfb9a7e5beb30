using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Polly.CircuitBreaker;

namespace CapacityRouting.Tests.Chat.Streaming;

/// <summary>What streams say of their route. A stream is judged once, at its end; until then it is under way.</summary>
public sealed class StreamHealthTests
{
    private readonly ManualTime _time = new();

    /// <summary>Each stream of the preferred route breaks after three tokens; another route is well and idle.</summary>
    [Theory]
    [InlineData(500)]
    [InlineData(529)]
    [InlineData(0)]
    public async Task Route_ThatOpensItsStreamsAndBreaksThem_LosesItsTraffic(int status)
    {
        TestClient breaking = new() { OnStream = (_, _, _) => Cut(status) };
        using CapacityAwareChatClient client = Make.Router(_time, Seeded(), breaking, TestClient.Streaming("a ", "whole ", "answer"));

        int lost = await LostOfAsync(client, calls: 234, TimeSpan.FromSeconds(0.5));

        // Four open the circuit. After that each probe is held back, and its caller gets the answer of the other route.
        Assert.Equal(4, lost);
        Assert.InRange(breaking.Calls, 5, 50);
    }

    /// <summary>As above, and the streams stall instead: each caller waits for the time between updates and is lost then.</summary>
    [Fact]
    public async Task Route_WhoseStreamsStall_LosesItsTraffic()
    {
        TestClient stalling = new() { OnStream = (_, _, token) => Stall(token) };
        CapacityRoutingOptions options = Seeded();
        options.Timeouts = new() { Idle = TimeSpan.FromSeconds(5) };

        // It answers at once: on another thread it would take time that is not the test's.
        ScriptedStream whole = new() { Updates = [Updates.Text("a "), Updates.Text("whole "), Updates.Text("answer")] };
        using CapacityAwareChatClient client = Make.Router(_time, options, stalling, whole.AsClient());
        List<Task<ChatResponse>> calls = [];
        for (int call = 0; call < 234; call++)
        {
            Bare.Run(() => calls.Add(client.AskAsync(streaming: true)));
            _time.Advance(TimeSpan.FromSeconds(0.5));
        }

        _time.Advance(TimeSpan.FromSeconds(10));
        _ = await Record.ExceptionAsync(() => Task.WhenAll(calls));

        // Ten are under way when the first one's time is up, and a few more before four have told.
        Assert.InRange(calls.Count(call => call.IsFaulted), 10, 30);
    }

    [Fact]
    public async Task Cut_OfOneStreamInTwenty_LeavesTheRouteItsTraffic()
    {
        int calls = 0;
        TestClient hiccuping = new() { OnStream = (_, _, token) => ++calls % 20 == 0 ? Cut(500) : TestClient.Stream(["a ", "whole ", "answer"], token) };
        using CapacityAwareChatClient client = Make.Router(_time, Seeded(), hiccuping, TestClient.Streaming("second"));

        int lost = await LostOfAsync(client, calls: 200, TimeSpan.FromSeconds(0.5));

        Assert.Equal((10, 200), (lost, hiccuping.Calls));
    }

    [Fact]
    public async Task Probe_AStreamThatFlowsLongEnough_ClosesTheCircuitBeforeItEnds()
    {
        Controlled model = new();
        using CapacityAwareChatClient client = await OpenedAsync(model);

        await using IAsyncEnumerator<ChatResponseUpdate> probe = client.GetStreamingResponseAsync(Ask.Question).GetAsyncEnumerator();
        Assert.True(await probe.MoveNextAsync());
        Assert.Equal(CircuitState.Open, client.Route("a").Circuit);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(CircuitState.Open, client.Route("a").Circuit);
        model.Go();
        Assert.True(await probe.MoveNextAsync());

        Assert.Equal(CircuitState.Closed, client.Route("a").Circuit);
        model.Go();
        Assert.False(await probe.MoveNextAsync());
    }

    [Fact]
    public async Task Probe_AStreamThatEndsWell_ClosesTheCircuit()
    {
        using CapacityAwareChatClient client = await OpenedAsync(new Controlled { Words = 0 });

        await client.AskAsync(streaming: true);

        Assert.Equal(CircuitState.Closed, client.Route("a").Circuit);
    }

    [Fact]
    public async Task Probe_AStreamThatBreaksAfterItsCommit_LeavesTheCircuitOpen()
    {
        Controlled model = new() { Breaks = true };
        using CapacityAwareChatClient client = await OpenedAsync(model);

        await using IAsyncEnumerator<ChatResponseUpdate> probe = client.GetStreamingResponseAsync(Ask.Question).GetAsyncEnumerator();
        Assert.True(await probe.MoveNextAsync());
        model.Go();
        await Assert.ThrowsAsync<StreamInterruptedException>(() => probe.MoveNextAsync().AsTask());

        Assert.Equal(CircuitState.Open, client.Route("a").Circuit);
        await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming: true));
    }

    [Theory]
    [InlineData("dispose")]
    [InlineData("cancel")]
    public async Task Probe_AStreamThatItsCallerLeaves_LetsTheNextProbeGoAtOnce(string how)
    {
        using CancellationTokenSource giveUp = new();
        Controlled model = new();
        using CapacityAwareChatClient client = await OpenedAsync(model);
        IAsyncEnumerator<ChatResponseUpdate> probe = client.GetStreamingResponseAsync(Ask.Question, cancellationToken: giveUp.Token).GetAsyncEnumerator(CancellationToken.None);
        Assert.True(await probe.MoveNextAsync());

        if (how == "cancel")
        {
            await giveUp.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe.MoveNextAsync().AsTask());
        }

        await probe.DisposeAsync();

        Assert.Equal(CircuitState.Open, client.Route("a").Circuit);
        model.Words = 0;
        Assert.NotEmpty((await client.AskAsync(streaming: true)).Text);
        Assert.Equal(CircuitState.Closed, client.Route("a").Circuit);
    }

    /// <summary>A stream that was under way when the circuit opened ends well: that says nothing of what has become of the route.</summary>
    [Fact]
    public async Task Circuit_AStreamFromBeforeEndsWell_StaysOpen()
    {
        Controlled model = new() { Words = 0 };
        using CapacityAwareChatClient client = new([new ModelRoute("a", model.Client) { CircuitBreaker = new() { MinimumThroughput = 2 } }], new() { MaxWait = TimeSpan.Zero }, _time);
        model.Words = 1;
        await using IAsyncEnumerator<ChatResponseUpdate> early = client.GetStreamingResponseAsync(Ask.Question).GetAsyncEnumerator();
        Assert.True(await early.MoveNextAsync());
        _time.Advance(TimeSpan.FromSeconds(1));
        model.Status = 500;
        for (int i = 0; i < 2; i++)
            await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming: true));
        _time.Advance(TimeSpan.FromSeconds(1.2));

        model.Go();
        model.Go();
        while (await early.MoveNextAsync())
            continue;

        Assert.Equal(CircuitState.Open, client.Route("a").Circuit);
    }

    /// <summary>A probe commits, another call finds the quota spent for hours, and the probe's caller leaves: the quota stays closed.</summary>
    [Fact]
    public async Task Probe_LeftAfterTheQuotaWasClosedAnew_ReopensNothing()
    {
        Controlled model = new() { Status = 402 };
        using CapacityAwareChatClient client = Make.Router(_time, model.Client);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming: true));
        _time.Advance(TimeSpan.FromMinutes(10));
        model.Status = 0;
        IAsyncEnumerator<ChatResponseUpdate> probe = client.GetStreamingResponseAsync(Ask.Question).GetAsyncEnumerator();
        Assert.True(await probe.MoveNextAsync());
        _time.Advance(TimeSpan.FromSeconds(1));
        model.Status = 402;
        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming: true));

        await probe.DisposeAsync();

        Assert.Equal(TimeSpan.FromMinutes(10), client.Route("a").ClosedFor);
    }

    /// <summary>A route that is shut for want of a key or a model is open as soon as an answer begins.</summary>
    [Theory]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(402)]
    public async Task Closure_AStreamThatBeginsToAnswer_OpensIt(int status)
    {
        Controlled model = new() { Status = status };
        using CapacityAwareChatClient client = Make.Router(_time, model.Client);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming: true));
        _time.Advance(TimeSpan.FromMinutes(10));
        model.Status = 0;

        await using IAsyncEnumerator<ChatResponseUpdate> probe = client.GetStreamingResponseAsync(Ask.Question).GetAsyncEnumerator();
        Assert.True(await probe.MoveNextAsync());

        Assert.Null(client.Route("a").ClosedFor);
    }

    private static CapacityRoutingOptions Seeded() => new() { RandomSeed = 1 };

    private async Task<int> LostOfAsync(CapacityAwareChatClient client, int calls, TimeSpan every)
    {
        int lost = 0;
        for (int call = 0; call < calls; call++)
        {
            if (await Record.ExceptionAsync(() => client.AskAsync(streaming: true)) is { } thrown)
                lost += Assert.IsType<StreamInterruptedException>(thrown) is null ? 0 : 1;
            _time.Advance(every);
        }

        return lost;
    }

    /// <summary>A router whose only route has failed twice, so that its circuit is open and a probe is due.</summary>
    private async Task<CapacityAwareChatClient> OpenedAsync(Controlled model)
    {
        CapacityAwareChatClient client = new([new ModelRoute("a", model.Client) { CircuitBreaker = new() { MinimumThroughput = 2 } }], new() { MaxWait = TimeSpan.Zero }, _time);
        model.Status = 500;
        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming: true));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming: true));
        Assert.Equal(CircuitState.Open, client.Route("a").Circuit);
        _time.Advance(TimeSpan.FromSeconds(1));
        model.Status = 0;
        return client;
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> Cut(int status)
    {
        foreach (string word in new[] { "one ", "two ", "three " })
        {
            await Task.Yield();
            yield return Updates.Text(word);
        }

        throw status == 0 ? new HttpIOException(HttpRequestError.ResponseEnded) : TestClient.Http(status);
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> Stall([EnumeratorCancellation] CancellationToken token)
    {
        yield return Updates.Text("one ");
        await new TaskCompletionSource().Task.WaitAsync(token);
    }

    /// <summary>A model whose streams say a word, and go on only when they are told to.</summary>
    private sealed class Controlled
    {
        private readonly Channel<bool> _steps = Channel.CreateUnbounded<bool>();

        public int Status { get; set; }

        /// <summary>Words after the first.</summary>
        public int Words { get; set; } = 1;

        public bool Breaks { get; init; }

        public TestClient Client => new() { OnStream = (_, _, token) => Status == 0 ? Say(token) : throw TestClient.Http(Status) };

        public void Go() => _steps.Writer.TryWrite(true);

        private async IAsyncEnumerable<ChatResponseUpdate> Say([EnumeratorCancellation] CancellationToken token)
        {
            yield return Updates.Text("word ");
            for (int word = 0; word < Words; word++)
            {
                await _steps.Reader.ReadAsync(token);
                if (Breaks)
                    throw TestClient.Http(500);
                yield return Updates.Text("word ");
            }

            if (Words > 0)
                await _steps.Reader.ReadAsync(token);
        }
    }
}
