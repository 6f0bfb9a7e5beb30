using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Queueing.Promises;

/// <summary>Promise: the waiters of a disposed router fail at once, and so do its later calls.</summary>
[Collection(nameof(Alone))]
public sealed class DisposedRouterTests : IDisposable
{
    private readonly HeldModel _model = new();

    public void Dispose() => _model.Dispose();

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Dispose_WithPeopleInLine_EndsEachWithObjectDisposedAtOnce(bool streaming, bool isInjected)
    {
        ManualTime time = new();
        CapacityAwareChatClient client = Client(isInjected ? time : null);
        Task<ChatResponse> underWay = client.AskAsync(streaming);
        Task<ChatResponse>[] line = [.. Enumerable.Range(0, 20).Select(_ => client.AskAsync(streaming))];
        Assert.DoesNotContain(line, call => call.IsCompleted);

        client.Dispose();

        foreach (Task<ChatResponse> call in line)
        {
            Assert.True(await call.IsDoneAsync(), "It hangs.");
            await Assert.ThrowsAsync<ObjectDisposedException>(() => call);
        }

        Assert.Equal(1, _model.Begun);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.AskAsync(streaming));

        // Calls under way are not disturbed, and no waiter is started as they end.
        _model.End();
        Assert.Equal("ok", (await underWay.DoneAsync()).Text);
        Assert.Equal(1, _model.Begun);
        Assert.Equal(0, time.ActiveTimers);
    }

    /// <summary>Each call ends: with its answer, or as one of a disposed router.</summary>
    [Fact]
    public async Task Dispose_AsOthersJoinAndEnd_LeavesNobodyBehind()
    {
        using AlignedThreads threads = new();
        for (int round = 0; round < 300; round++)
        {
            CapacityAwareChatClient client = Client(time: null);
            List<Task<ChatResponse>> calls = [client.AskAsync(streaming: false), client.AskAsync(streaming: false), client.AskAsync(streaming: false)];

            threads.Run(client.Dispose, () =>
            {
                _model.End();
                calls.Add(Asked(client));
            });

            _model.EndAll();
            await AssertEndedAsync(calls, round);
        }
    }

    private static async Task<ChatResponse> Asked(CapacityAwareChatClient client) => await client.AskAsync(streaming: false).ConfigureAwait(false);

    private async Task AssertEndedAsync(List<Task<ChatResponse>> calls, int round)
    {
        Assert.True(await _model.EndUntilAsync(Task.WhenAll(calls)), $"Round {round}: a call is left behind.");
        foreach (Task<ChatResponse> call in calls.Where(call => call.IsFaulted))
            Assert.IsType<ObjectDisposedException>(call.Exception!.InnerException);
    }

    private CapacityAwareChatClient Client(TimeProvider? time)
    {
        CapacityRoutingOptions options = Make.Untimed();
        options.MaxWait = TimeSpan.FromDays(1);
        return new([new("a", _model) { Limits = new() { MaxConcurrentRequests = 1 } }], options, time);
    }
}
