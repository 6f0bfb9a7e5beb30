using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Queueing.Promises;

/// <summary>Promise: under a clock that stands still, jumps ahead or goes back, every release starts the waiters that can start, and nothing is thrown.</summary>
public sealed class BadClockTests : IDisposable
{
    private readonly ErraticTime _time = new();
    private readonly HeldModel _model = new();

    public void Dispose() => _model.Dispose();

    /// <summary>The clock jumps while five wait, and again while each of them is served.</summary>
    [Theory]
    [InlineData(false, 0)]
    [InlineData(false, 5)]
    [InlineData(false, -5)]
    [InlineData(false, -100_000)]
    [InlineData(true, 0)]
    [InlineData(true, 5)]
    [InlineData(true, -5)]
    public async Task SlotThatIsFreed_AfterAJump_GoesToWhoWaits(bool streaming, double hours)
    {
        using CapacityAwareChatClient client = Client(new() { MaxConcurrentRequests = 1 }, maxWait: TimeSpan.FromDays(7));
        List<Task<ChatResponse>> calls = [.. Enumerable.Range(0, 6).Select(_ => client.AskAsync(streaming))];

        for (int ended = 1; ended <= 6; ended++)
        {
            _time.Jump(TimeSpan.FromHours(hours));
            _model.End();
            Assert.Equal(Math.Min(6, ended + 1), _model.Begun);
        }

        Assert.All(await Task.WhenAll(calls).DoneAsync(), answer => Assert.Equal("ok", answer.Text));
        Assert.Equal(0, client.Route("a").InFlight);
    }

    /// <summary>The clock has learned nothing from calls that ended before they began.</summary>
    [Fact]
    public async Task Calls_ThatEndBeforeTheyBegan_LeaveTheLineInOrder()
    {
        using CapacityAwareChatClient client = Client(new() { MaxConcurrentRequests = 1 }, maxWait: TimeSpan.FromHours(1));
        for (int i = 0; i < 30; i++)
        {
            Task<ChatResponse> call = client.AskAsync(streaming: false);
            _time.Jump(TimeSpan.FromMinutes(-10));
            _model.End();
            await call.DoneAsync();
        }

        Task<ChatResponse>[] line = [.. Enumerable.Range(0, 5).Select(_ => client.AskAsync(streaming: false))];
        Assert.DoesNotContain(line, call => call.IsCompleted);
        for (int i = 0; i < 5; i++)
            _model.End();

        await Task.WhenAll(line).DoneAsync();
    }

    /// <summary>The units have flowed back long since, and no timer has fired.</summary>
    [Fact]
    public async Task UnitsThatHaveFlowedBack_AfterAJumpAhead_GoToWhoWaitsAsSoonAsAnythingEnds()
    {
        using CapacityAwareChatClient client = Client(new() { RequestsPerMinute = 60, Burst = TimeSpan.FromSeconds(5) }, maxWait: TimeSpan.FromDays(1));
        List<Task<ChatResponse>> calls = [.. Enumerable.Range(0, 10).Select(_ => client.AskAsync(streaming: false))];
        Assert.Equal(5, _model.Begun);

        _time.Jump(TimeSpan.FromHours(3));
        _model.End();

        Assert.Equal(10, _model.Begun);
        _model.EndAll();
        await Task.WhenAll(calls).DoneAsync();
    }

    /// <summary>The alarm comes when the clock says that it is not time yet.</summary>
    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task AlarmThatComesAtAnotherTime_IsSetAgain(int minutes)
    {
        using CapacityAwareChatClient client = Client(new() { RequestsPerMinute = 60, Burst = TimeSpan.FromSeconds(1) }, maxWait: TimeSpan.FromDays(1));
        List<Task<ChatResponse>> calls = [.. Enumerable.Range(0, 5).Select(_ => client.AskAsync(streaming: false))];

        _time.Jump(TimeSpan.FromMinutes(minutes));
        for (int i = 0; i < 2_000 && _model.Begun < 5; i++)
            _time.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal(5, _model.Begun);
        _model.EndAll();
        await Task.WhenAll(calls).DoneAsync();
    }

    private CapacityAwareChatClient Client(CapacityLimits limits, TimeSpan maxWait)
    {
        CapacityRoutingOptions options = Make.Untimed();
        (options.MaxWait, options.SafetyReserve) = (maxWait, 0);
        return new([new("a", _model) { Limits = limits }], options, _time);
    }
}
