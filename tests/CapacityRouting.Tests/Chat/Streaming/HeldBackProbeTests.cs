using System.Runtime.CompilerServices;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Polly.CircuitBreaker;

namespace CapacityRouting.Tests.Chat.Streaming;

/// <summary>A probe of a route whose streams broke off after they had begun: its caller gets an answer that has flowed for 5 s or has ended, or that of the next route.</summary>
public sealed class HeldBackProbeTests
{
    private readonly ManualTime _time = new();

    /// <summary>What the route's stream says, second by second; null ends it, and an empty text is the finish reason.</summary>
    private Func<int, string?> _says = _ => throw TestClient.Http(500);

    [Fact]
    public async Task Probe_ThatFlows_ReachesItsCallerAfter5S()
    {
        using CapacityAwareChatClient client = await BrokenAsync();
        _says = second => second < 9 ? $"{second} " : second == 9 ? string.Empty : null;
        List<string> seen = [];

        Task reading = ReadAsync(client, seen);
        for (int second = 0; second < 5; second++)
        {
            Assert.Empty(seen);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        _time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(["0 ", "1 ", "2 ", "3 ", "4 ", "5 "], seen);
        Assert.Equal(CircuitState.Closed, client.Route("a").Circuit);
        _time.Advance(TimeSpan.FromSeconds(10));
        await reading;
        Assert.Equal("0 1 2 3 4 5 6 7 8 ", string.Concat(seen));
    }

    [Fact]
    public async Task Probe_ThatEndsBefore_ReachesItsCallerWhole()
    {
        using CapacityAwareChatClient client = await BrokenAsync();
        _says = second => second < 2 ? $"{second} " : second == 2 ? string.Empty : null;

        Assert.Equal("0 1 ", await AnswerAsync(client));
        Assert.Equal(CircuitState.Closed, client.Route("a").Circuit);
    }

    [Theory]
    [InlineData("error")]
    [InlineData("cut")]
    [InlineData("stall")]
    public async Task Probe_ThatBreaksOffAgain_IsAnsweredByTheNextRoute(string how)
    {
        using CapacityAwareChatClient client = await BrokenAsync();
        _says = second => second < 3 ? $"{second} " : how switch
        {
            "error" => throw TestClient.Http(500),
            "cut" => null,
            _ => "stall",
        };

        Assert.Equal("second", await AnswerAsync(client));
        Assert.Equal(CircuitState.Open, client.Route("a").Circuit);
    }

    /// <summary>The whole answer has come, and what follows takes nothing away.</summary>
    [Fact]
    public async Task Probe_ThatFailsAfterItsFinishReason_ReachesItsCaller()
    {
        using CapacityAwareChatClient client = await BrokenAsync();
        _says = second => second < 2 ? $"{second} " : second == 2 ? string.Empty : throw TestClient.Http(500);

        Assert.Equal("0 1 ", await AnswerAsync(client));
    }

    [Fact]
    public async Task Probe_OfARouteThatRefusedItsCalls_IsNotHeldBack()
    {
        using CapacityAwareChatClient client = Router();
        for (int call = 0; call < 4; call++)
            Assert.Equal("second", await AnswerAsync(client));
        Assert.Equal(CircuitState.Open, client.Route("a").Circuit);
        _time.Advance(TimeSpan.FromSeconds(1));
        _says = second => second < 9 ? $"{second} " : second == 9 ? string.Empty : null;
        List<string> seen = [];

        Task reading = ReadAsync(client, seen);
        _time.Advance(TimeSpan.FromSeconds(0.5));

        Assert.Equal(["0 "], seen);
        _time.Advance(TimeSpan.FromSeconds(20));
        await reading;
    }

    [Fact]
    public async Task Probe_WhoseCallerLeaves_LetsTheNextOneGo()
    {
        using CapacityAwareChatClient client = await BrokenAsync();
        _says = second => $"{second} ";
        using CancellationTokenSource caller = new();
        Task<string> left = Task.FromResult(string.Empty);
        Bare.Run(() => left = ReadAsync(client, [], caller.Token));
        _time.Advance(TimeSpan.FromSeconds(2));

        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left.DoneAsync());

        _says = second => second == 0 ? "whole" : second == 1 ? string.Empty : null;
        Assert.Equal("whole", await AnswerAsync(client));
        Assert.Equal(0, client.Route("a").InFlight);
    }

    private CapacityAwareChatClient Router() => Make.Router(
        _time,
        new CapacityRoutingOptions { RandomSeed = 1, Timeouts = new() { Idle = TimeSpan.FromSeconds(4) } },
        new TestClient { OnStream = (_, _, token) => SayAsync(token) },
        new ScriptedStream { Updates = [.. TestClient.Says("second").ToChatResponseUpdates()] }.AsClient());

    /// <summary>A router whose first route has broken off four streams, one of them after a finish reason is known of it, so that a probe is due.</summary>
    private async Task<CapacityAwareChatClient> BrokenAsync()
    {
        CapacityAwareChatClient client = Router();
        _says = second => second == 0 ? "whole" : second == 1 ? string.Empty : null;
        for (int call = 0; call < 2; call++)
            Assert.Equal("whole", await AnswerAsync(client));
        _says = second => second == 0 ? "cut" : throw TestClient.Http(500);
        for (int call = 0; call < 4; call++)
            await Assert.ThrowsAsync<StreamInterruptedException>(() => AnswerAsync(client));
        Assert.Equal(CircuitState.Open, client.Route("a").Circuit);
        _time.Advance(TimeSpan.FromSeconds(1));
        return client;
    }

    private async Task<string> AnswerAsync(CapacityAwareChatClient client)
    {
        Task<string> answer = Task.FromResult(string.Empty);
        Bare.Run(() => answer = ReadAsync(client, []));
        for (int second = 0; second < 30 && !answer.IsCompleted; second++)
            _time.Advance(TimeSpan.FromSeconds(1));
        return await answer.DoneAsync();
    }

    private static async Task<string> ReadAsync(CapacityAwareChatClient client, List<string> seen, CancellationToken token = default)
    {
        await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync(Ask.Question, cancellationToken: token).ConfigureAwait(false))
            if (update.Text.Length > 0)
                seen.Add(update.Text);
        return string.Concat(seen);
    }

    private async IAsyncEnumerable<ChatResponseUpdate> SayAsync([EnumeratorCancellation] CancellationToken token)
    {
        for (int second = 0; _says(second) is { } said; second++)
        {
            if (said == "stall")
                await new TaskCompletionSource().Task.WaitAsync(token).ConfigureAwait(false);
            yield return said.Length > 0 ? Updates.Text(said) : new(ChatRole.Assistant, []) { FinishReason = ChatFinishReason.Stop };
            await Task.Delay(TimeSpan.FromSeconds(1), _time, token).ConfigureAwait(false);
        }
    }
}
