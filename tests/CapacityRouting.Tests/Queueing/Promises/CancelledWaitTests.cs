using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Queueing.Promises;

/// <summary>Promise: wherever a caller is cancelled on its way through the line, no slot and no unit is lost, and those behind it go on.</summary>
[Collection(nameof(Alone))]
public sealed class CancelledWaitTests : IDisposable
{
    private const double Day = 100_000;

    private readonly CancellationTokenSource _caller = new();
    private readonly HeldModel _model = new();
    private Action _onEstimate = () => { };

    public static TheoryData<string, bool, bool> Cells
    {
        get
        {
            TheoryData<string, bool, bool> cells = new();
            foreach (string moment in (string[])["before", "joining", "waiting", "as the slot is freed", "after the slot was freed"])
                foreach (bool streaming in (bool[])[false, true])
                    foreach (bool isInjected in (bool[])[false, true])
                        cells.Add(moment, streaming, isInjected);
            return cells;
        }
    }

    public void Dispose() => _caller.Dispose();

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Caller_WhoIsCancelledAnywhere_LosesNothing(string moment, bool streaming, bool isInjected)
    {
        using CapacityAwareChatClient client = Client(isInjected ? new ManualTime() : null);
        Task<ChatResponse> holder = client.AskAsync(streaming);
        if (moment == "before")
            await _caller.CancelAsync();
        if (moment == "joining")
            _onEstimate = _caller.Cancel;
        Task<ChatResponse> cancelled = client.AskAsync(streaming, token: _caller.Token);
        _onEstimate = () => { };
        Task<ChatResponse> behind = client.AskAsync(streaming);
        if (moment == "waiting")
            Bare.Run(_caller.Cancel);

        if (moment == "as the slot is freed")
            using (AlignedThreads threads = new())
                threads.Run(() => _model.End(), _caller.Cancel);
        else
            _model.End();
        if (moment == "after the slot was freed")
            Bare.Run(_caller.Cancel);

        await holder.DoneAsync();
        Assert.True(await cancelled.IsDoneAsync(), "It hangs.");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await EndAsync(behind);
        await AssertNothingIsLostAsync(client, cancelledCalls: _model.Begun - 2);
    }

    /// <summary>Its own call cancels it, or its answer has come before.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Caller_WhoIsCancelledAfterItsEnd_LosesNothing(bool streaming)
    {
        using CapacityAwareChatClient client = Client(new ManualTime());
        Task<ChatResponse> holder = client.AskAsync(streaming);
        Task<ChatResponse> waited = client.AskAsync(streaming, token: _caller.Token);
        _model.End();
        _model.End();

        await _caller.CancelAsync();

        Assert.Equal("ok", (await waited.DoneAsync()).Text);
        await holder;
        await AssertNothingIsLostAsync(client, cancelledCalls: 0);
    }

    /// <summary>Many times at the same moment: its start and its end meet.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Callers_WhoAreCancelledAsTheyStart_LoseNothing(bool isInjected)
    {
        using CapacityAwareChatClient client = Client(isInjected ? new ManualTime() : null);
        using AlignedThreads threads = new();
        for (int round = 0; round < 2_000; round++)
        {
            using CancellationTokenSource caller = new();
            Task<ChatResponse> holder = client.AskAsync(streaming: false);
            Task<ChatResponse> cancelled = client.AskAsync(streaming: false, token: caller.Token);

            threads.Run(() => _model.End(), caller.Cancel);

            await EndAsync(holder);
            Assert.True(await cancelled.IsDoneAsync(), $"Round {round}: it hangs.");
            Assert.True(client.Route("a").InFlight == 0, $"Round {round}: a slot is lost.");
        }

        await AssertNothingIsLostAsync(client, cancelledCalls: _model.Begun - 2_000);
    }

    /// <summary>A slot is free, and of what was taken no more is missing than the calls that were sent.</summary>
    private async Task AssertNothingIsLostAsync(CapacityAwareChatClient client, int cancelledCalls)
    {
        Assert.Equal(0, client.Route("a").InFlight);
        double answered = _model.Begun - cancelledCalls;
        Assert.InRange((double)client.Route("a").Buckets.Single(bucket => bucket.Dimension == CapacityDimension.RequestsPerDay).Level, Day - _model.Begun - 0.1, Day - answered + 5);
        Task<ChatResponse> next = client.AskAsync(streaming: false);
        _model.End();
        Assert.Equal("ok", (await next.DoneAsync()).Text);
    }

    private async Task EndAsync(Task<ChatResponse> call)
    {
        Assert.True(await _model.EndUntilAsync(call), "It hangs.");
        Assert.Equal("ok", (await call).Text);
    }

    private CapacityAwareChatClient Client(TimeProvider? time)
    {
        CapacityRoutingOptions options = Make.Untimed();
        (options.MaxWait, options.SafetyReserve) = (TimeSpan.FromDays(1), 0);
        options.TokenEstimator = new CountingEstimator(_ =>
        {
            _onEstimate();
            return 10;
        });
        return new([new("a", _model) { Limits = new() { MaxConcurrentRequests = 1, RequestsPerDay = (long)Day } }], options, time);
    }
}
