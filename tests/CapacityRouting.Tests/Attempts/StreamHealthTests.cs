using System.Runtime.CompilerServices;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Polly.CircuitBreaker;

namespace CapacityRouting.Tests.Attempts;

public sealed class StreamHealthTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Probe_AStreamThatBeginsToAnswer_ClosesTheCircuitBeforeItEnds()
    {
        int calls = 0;
        TaskCompletionSource rest = new();
        TestClient model = new() { OnStream = (_, _, token) => ++calls <= 2 ? throw TestClient.Http(500) : TwoWords(rest.Task, token) };
        using CapacityAwareChatClient client = new(
            [new ModelRoute("a", model) { CircuitBreaker = new() { MinimumThroughput = 2 } }], new() { MaxWait = TimeSpan.Zero }, _time);
        await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming: true));
        await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming: true));
        Assert.Equal(CircuitState.Open, client.Route("a").Circuit);
        _time.Advance(TimeSpan.FromSeconds(1));

        await using IAsyncEnumerator<ChatResponseUpdate> probe = client.GetStreamingResponseAsync(Ask.Question).GetAsyncEnumerator();
        Assert.True(await probe.MoveNextAsync());

        Assert.Equal(CircuitState.Closed, client.Route("a").Circuit);
        rest.SetResult();
        Assert.True(await probe.MoveNextAsync());
        Assert.False(await probe.MoveNextAsync());
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> TwoWords(Task rest, [EnumeratorCancellation] CancellationToken token = default)
    {
        yield return new(ChatRole.Assistant, "one");
        await rest.WaitAsync(token);
        yield return new(ChatRole.Assistant, "two") { FinishReason = ChatFinishReason.Stop };
    }
}
