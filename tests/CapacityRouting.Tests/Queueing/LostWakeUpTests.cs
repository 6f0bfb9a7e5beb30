using System.Threading.Channels;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Queueing;

/// <summary>
/// Two threads at the one moment at which a wake-up could be lost, in real time. A slot is taken for a waiter before the call that makes room returns. So
/// once both threads are through, no slot may be free while a request waits. No other test runs beside it: two threads that share a core hardly ever meet.
/// </summary>
[Collection(nameof(Alone))]
public sealed class LostWakeUpTests : IDisposable
{
    // What writes without a full fence lost one in some ten thousand.
    private static readonly int Rounds = Extent.Of(15_000);

    private readonly Channel<TaskCompletionSource<ChatResponse>> _calls = Channel.CreateUnbounded<TaskCompletionSource<ChatResponse>>();
    private readonly AlignedThreads _threads = new();

    public void Dispose() => _threads.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Slot_OfACallThatEndsAsAnotherJoins_IsTaken(int slots)
    {
        using CapacityAwareChatClient client = Client(slots);
        List<Task<ChatResponse>> asked = [.. Ask(client, slots)];
        for (int round = 0; round < Rounds; round++)
        {
            TaskCompletionSource<ChatResponse> ends = await _calls.Reader.ReadAsync();

            _threads.Run(() => End(ends), () => asked.AddRange(Ask(client, 1)));

            AssertTaken(client, slots, round);
        }

        await EndAllAsync(asked, slots);
    }

    [Fact]
    public async Task Slots_OfTwoCallsThatEndAtOnce_AreTakenByTwoWhoWait()
    {
        using CapacityAwareChatClient client = Client(slots: 2);
        List<Task<ChatResponse>> asked = [.. Ask(client, 2)];
        for (int round = 0; round < Rounds; round++)
        {
            TaskCompletionSource<ChatResponse> one = await _calls.Reader.ReadAsync();
            TaskCompletionSource<ChatResponse> other = await _calls.Reader.ReadAsync();
            asked.AddRange(Ask(client, 2));

            _threads.Run(() => End(one), () => End(other));

            AssertTaken(client, slots: 2, round);
        }

        await EndAllAsync(asked, underWay: 2);
    }

    private static void End(TaskCompletionSource<ChatResponse> call) => call.SetResult(TestClient.Says("ok"));

    /// <summary>The thread that ends a call may be interrupted before it makes room; a wake-up that is lost stays lost.</summary>
    private static void AssertTaken(CapacityAwareChatClient client, int slots, int round) =>
        Assert.True(SpinWait.SpinUntil(() => client.Route("a").InFlight == slots, TimeSpan.FromSeconds(10)), $"Round {round}: a slot is free and who waits for it does not know.");

    private static Task<ChatResponse>[] Ask(CapacityAwareChatClient client, int times) =>
        [.. Enumerable.Range(0, times).Select(_ => client.AskAsync(streaming: false))];

    private async Task EndAllAsync(List<Task<ChatResponse>> asked, int underWay)
    {
        for (int i = 0; i < underWay; i++)
            End(await _calls.Reader.ReadAsync());
        await Task.WhenAll(asked).DoneAsync();
    }

    private CapacityAwareChatClient Client(int slots)
    {
        CapacityRoutingOptions options = Make.Untimed();
        options.MaxWait = TimeSpan.FromDays(7);
        return new([new("a", new TestClient { OnResponse = (_, _, _) => Begin() }) { Limits = new() { MaxConcurrentRequests = slots } }], options);
    }

    private Task<ChatResponse> Begin()
    {
        TaskCompletionSource<ChatResponse> call = new();
        Assert.True(_calls.Writer.TryWrite(call));
        return call.Task;
    }
}
