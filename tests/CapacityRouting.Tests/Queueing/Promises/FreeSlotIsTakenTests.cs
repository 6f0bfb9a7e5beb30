using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Queueing.Promises;

/// <summary>Promise: under any concurrency, no slot is free while a request waits for it. In real time and in injected time, which wake in different ways.</summary>
[Collection(nameof(Alone))]
public sealed class FreeSlotIsTakenTests : IDisposable
{
    private static readonly int Rounds = Extent.Of(4_000);

    private readonly HeldModel _model = new();
    private readonly List<Task<ChatResponse>> _asked = [];
    private readonly AlignedThreads _threads = new();

    public void Dispose() => _threads.Dispose();

    [Theory]
    [InlineData(false, 1, false)]
    [InlineData(false, 2, false)]
    [InlineData(true, 1, false)]
    [InlineData(true, 2, false)]
    [InlineData(true, 1, true)]
    public async Task Slot_OfACallThatEndsAsAnotherJoins_IsTaken(bool isInjected, int slots, bool streaming)
    {
        using CapacityAwareChatClient client = Client(isInjected, slots);
        Ask(client, slots, streaming);
        for (int round = 0; round < Rounds; round++)
        {
            await BegunAsync(round + slots);

            _threads.Run(() => _model.End(), () => Ask(client, 1, streaming));

            AssertTaken(client, slots, round);
        }

        await EndAllAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Slots_OfTwoCallsThatEndAtOnce_AreTakenByTwoWhoWait(bool isInjected)
    {
        using CapacityAwareChatClient client = Client(isInjected, slots: 2);
        Ask(client, 2);
        for (int round = 0; round < Rounds; round++)
        {
            await BegunAsync((2 * round) + 2);
            Ask(client, 2);

            _threads.Run(() => _model.End(), () => _model.End());

            AssertTaken(client, 2, round);
        }

        await EndAllAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Slots_OfTwoCallsThatEndAtOnce_OneWaits_TakesEitherOne(bool isInjected)
    {
        using CapacityAwareChatClient client = Client(isInjected, slots: 2);
        for (int round = 0; round < Rounds; round++)
        {
            Ask(client, 3);
            _threads.Run(() => _model.End(), () => _model.End());

            AssertTaken(client, 1, round);
            await EndAllAsync();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Slot_OfACallThatEndsAsTheFirstInLineIsCancelled_GoesToTheNext(bool isInjected)
    {
        using CapacityAwareChatClient client = Client(isInjected, slots: 1);
        for (int round = 0; round < Rounds; round++)
        {
            using CancellationTokenSource caller = new();
            Ask(client, 1);
            Task<ChatResponse> cancelled = client.AskAsync(streaming: false, token: caller.Token);
            Ask(client, 1);

            _threads.Run(() => _model.End(), caller.Cancel);

            await EndAllAsync();
            Assert.True(await cancelled.IsDoneAsync(), $"Round {round}: the cancelled call hangs.");
            Assert.Equal(0, client.Route("a").InFlight);
        }
    }

    private static void AssertTaken(CapacityAwareChatClient client, int slots, int round) =>
        Assert.True(client.Route("a").InFlight == slots, $"Round {round}: a slot is free and who waits for it does not know.");

    private CapacityAwareChatClient Client(bool isInjected, int slots)
    {
        CapacityRoutingOptions options = Make.Untimed();
        options.MaxWait = TimeSpan.FromDays(7);
        return new([new("a", _model) { Limits = new() { MaxConcurrentRequests = slots } }], options, isInjected ? new ManualTime() : null);
    }

    private void Ask(CapacityAwareChatClient client, int times, bool streaming = false)
    {
        for (int i = 0; i < times; i++)
            _asked.Add(client.AskAsync(streaming));
    }

    private async Task BegunAsync(int calls)
    {
        Assert.True(await Settled.UntilAsync(() => _model.Begun >= calls), "Who waits for a free slot does not know.");
    }

    /// <summary>Ends calls as they begin until each has been served.</summary>
    private async Task EndAllAsync()
    {
        Task<ChatResponse[]> all = Task.WhenAll(_asked);
        Assert.True(await _model.EndUntilAsync(all), "Who waits for a free slot does not know.");
        await all;
        _asked.Clear();
    }
}
