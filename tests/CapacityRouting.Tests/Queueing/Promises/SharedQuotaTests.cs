using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Queueing.Promises;

/// <summary>Promise: routers that share a quota take turns at it. A waiter that leaves one of their lines delays no waiter in the other.</summary>
public sealed class SharedQuotaTests
{
    private static readonly CapacityLimits OneSlot = new() { MaxConcurrentRequests = 1 };
    private static readonly CapacityLimits Tokens = new() { InputTokensPerMinute = 6_000, Burst = TimeSpan.FromSeconds(2) };

    private readonly ManualTime _time = new();
    private readonly ClosedLoops _loops = new();
    private readonly int[] _turns = new int[2];

    [Theory]
    [InlineData(10, 10)]
    [InlineData(10, 3)]
    [InlineData(3, 10)]
    [InlineData(40, 3)]
    public void Slot_OfTwoRoutersWithLines_IsHadInTurns(int here, int there)
    {
        Run(OneSlot, TimeSpan.FromSeconds(1), (here, 100), (there, 100));

        Assert.InRange(_turns[0] + _turns[1], 590, 600);
        AssertEqual(_turns[0], _turns[1]);
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(10, 3)]
    [InlineData(3, 10)]
    public void Tokens_OfTwoRoutersWithLines_AreHadInTurns(int here, int there)
    {
        Run(Tokens, TimeSpan.Zero, (here, 100), (there, 100));

        Assert.InRange(_turns[0] + _turns[1], 590, 610);
        AssertEqual(_turns[0], _turns[1]);
    }

    /// <summary>Its share is at least that of a caller among eleven.</summary>
    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    [InlineData(false, 1)]
    public void CallerAlone_BesideARouterWithALine_IsServed(bool isSlot, int alone)
    {
        (int, int)[] callers = [(10, 100), (10, 100)];
        callers[alone] = (1, 100);

        Run(isSlot ? OneSlot : Tokens, isSlot ? TimeSpan.FromSeconds(1) : TimeSpan.Zero, callers[0], callers[1]);

        Assert.InRange(_turns[alone], 600 / 12, 330);
        Assert.InRange(_turns[1 - alone], 270, 600);
    }

    /// <summary>Small calls always find a little room before a large one does; turns may be counted by calls or by tokens.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void LargeCalls_BesideSmallOnesOfAnotherRouter_AreServed(int large)
    {
        const int Ratio = 10;
        (int, int)[] callers = [(10, 15), (10, 15)];
        callers[large] = (10, 15 * Ratio);

        Run(Tokens, TimeSpan.Zero, callers[0], callers[1]);

        int small = _turns[1 - large];
        Assert.InRange(_turns[large], 0.9 * small / Ratio, 1.1 * small);
        Assert.InRange((_turns[large] * 15 * Ratio) + (small * 15), 0.95 * 60_000, 1.05 * 60_000);
    }

    [Fact]
    public void LargeCallerAlone_BesideSmallCallsOfAnotherRouter_IsServed()
    {
        Run(Tokens, TimeSpan.Zero, (10, 15), (1, 150));

        Assert.InRange(_turns[1], 60_000 / 150 / 11, 400);
        Assert.True(_turns[0] > 0);
    }

    [Theory]
    [InlineData("cancelled")]
    [InlineData("gave up")]
    [InlineData("disposed")]
    public async Task Turn_OfARouterWhoseCallerIsGone_IsTheOthers(string why)
    {
        HeldModel model = new();
        CapacityQuota quota = new("shared", OneSlot);
        using CapacityAwareChatClient here = Router(quota, model, "here");
        CapacityAwareChatClient there = Router(quota, model, "there");
        using CancellationTokenSource caller = new();
        ChatOptions impatient = new ChatOptions().WithRouting(new() { MaxWait = why == "gave up" ? TimeSpan.FromSeconds(5) : TimeSpan.FromHours(1) });
        Task<ChatResponse> first = here.AskAsync(streaming: false);
        Task<ChatResponse> gone = there.AskAsync(streaming: false, impatient, token: caller.Token);
        Task<ChatResponse> waiting = here.AskAsync(streaming: false);
        _time.Advance(TimeSpan.FromSeconds(4));

        if (why == "cancelled")
            Bare.Run(caller.Cancel);
        else if (why == "disposed")
            Bare.Run(there.Dispose);
        _time.Advance(TimeSpan.FromSeconds(4));
        model.End();

        Assert.True(await gone.IsDoneAsync(), "It hangs.");
        Assert.False(gone.IsCompletedSuccessfully);
        Assert.Equal(2, model.Begun);
        model.End();
        Assert.Equal("ok", (await waiting.DoneAsync()).Text);
        await first;
        there.Dispose();
    }

    [Fact]
    public async Task Slot_ThatAWaiterOfAnotherRouterLeavesAsItIsCancelledAtItsStart_GoesOn()
    {
        CapacityQuota quota = new("shared", OneSlot);
        using CancellationTokenSource caller = new();
        HeldModel model = new();
        using CapacityAwareChatClient here = Router(quota, model, "here");
        using CapacityAwareChatClient there = Router(quota, new HeldModel { OnBegin = _ => caller.Cancel() }, "there");
        Task<ChatResponse> first = here.AskAsync(streaming: false);
        Task<ChatResponse> cancelled = there.AskAsync(streaming: false, token: caller.Token);
        Task<ChatResponse> waiting = here.AskAsync(streaming: false);

        // Whichever line has the first turn.
        model.EndAll();
        model.EndAll();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.DoneAsync());
        Assert.Equal(["ok", "ok"], (await Task.WhenAll(first, waiting).DoneAsync()).Select(answer => answer.Text));
        Assert.Equal(0, here.Route("here").InFlight);
    }

    private static void AssertEqual(int turns, int others) => Assert.InRange(turns, 0.9 * others, 1.1 * others);

    /// <summary>Ten minutes: of a slot in calls of a second, or of a hundred tokens a second.</summary>
    private void Run(CapacityLimits limits, TimeSpan takes, (int Callers, int Tokens) here, (int Callers, int Tokens) there)
    {
        CapacityQuota quota = new("shared", limits);
        using CapacityAwareChatClient one = Begin(quota, takes, here, 0);
        using CapacityAwareChatClient other = Begin(quota, takes, there, 1);
        for (int second = 0; second < 600; second++)
            _time.Advance(TimeSpan.FromSeconds(1));
        _loops.Stop();
        Assert.Empty(_loops.Faults);
    }

    private CapacityAwareChatClient Begin(CapacityQuota quota, TimeSpan takes, (int Callers, int Tokens) line, int index)
    {
        CapacityAwareChatClient router = Router(quota, new TimedModel(_time, takes), $"{index}");
        _loops.Begin(line.Callers, () => router.AskAsync(streaming: false, messages: Prompt.Of(line.Tokens)), _ => _turns[index]++);
        return router;
    }

    private CapacityAwareChatClient Router(CapacityQuota quota, IChatClient model, string name)
    {
        CapacityRoutingOptions options = Make.Untimed();
        (options.MaxWait, options.SafetyReserve) = (TimeSpan.FromDays(1), 0);
        return new([new(name, model) { Quota = quota }], options, _time);
    }
}
