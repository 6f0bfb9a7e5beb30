using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Queueing.Promises;

/// <summary>Promise: a long wait ends in service, whatever the priority. Aging changes the order and nothing else.</summary>
public sealed class AgingTests
{
    private readonly ManualTime _time = new();
    private readonly ClosedLoops _loops = new();

    /// <summary>The slot is held for a second by each call, and three others wait for it at any time.</summary>
    [Theory]
    [InlineData(RequestPriority.Normal, null, true)]
    [InlineData(RequestPriority.Critical, null, true)]
    [InlineData(RequestPriority.Normal, 5, true)]
    [InlineData(RequestPriority.Critical, 5, true)]
    [InlineData(RequestPriority.Normal, -1, false)]
    [InlineData(RequestPriority.Critical, -1, false)]
    public async Task Background_WhileOthersKeepComing_IsServedInTheEndIfItAges(RequestPriority others, int? interval, bool isServed)
    {
        using CapacityAwareChatClient client = Client(new() { MaxConcurrentRequests = 1 }, TimeSpan.FromSeconds(1), interval);
        int turns = 0;
        _loops.Begin(4, () => client.AskAsync(streaming: false, Of(others)), _ => turns++);
        Task<ChatResponse> background = client.AskAsync(streaming: false, Of(RequestPriority.Background));

        for (int second = 0; second < 600 && !background.IsCompleted; second++)
            _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(isServed, background.IsCompletedSuccessfully);
        Assert.True(turns > 3);
        _loops.Stop();
        await _time.RunAsync(background);
        Assert.Empty(_loops.Faults);
    }

    [Fact]
    public async Task Normal_WhileCriticalCallsKeepComing_IsServedBeforeABackgroundCallThatCameWithIt()
    {
        using CapacityAwareChatClient client = Client(new() { MaxConcurrentRequests = 1 }, TimeSpan.FromSeconds(1), interval: 10);
        _loops.Begin(4, () => client.AskAsync(streaming: false, Of(RequestPriority.Critical)), _ => { });
        Task<ChatResponse> background = client.AskAsync(streaming: false, Of(RequestPriority.Background));
        Task<ChatResponse> normal = client.AskAsync(streaming: false, Of(RequestPriority.Normal));

        for (int second = 0; second < 600 && !background.IsCompleted; second++)
        {
            Assert.True(normal.IsCompleted || !background.IsCompleted);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(background.IsCompletedSuccessfully && normal.IsCompletedSuccessfully);
        _loops.Stop();
        await Task.WhenAll(background, normal);
    }

    /// <summary>Sixty tokens a minute, of which it leaves thirty: it takes ten when forty are there, however old it is.</summary>
    [Fact]
    public async Task Background_ThatHasAged_LeavesItsReserveAllTheSame()
    {
        using CapacityAwareChatClient client = Client(new() { InputTokensPerMinute = 60, Burst = TimeSpan.FromMinutes(1) }, TimeSpan.Zero, interval: 1);
        await client.AskAsync(streaming: false, messages: Prompt.Of(60));

        ChatResponse background = await _time.RunAsync(client.AskAsync(streaming: false, Of(RequestPriority.Background), Prompt.Of(10)));

        Assert.Equal(40, background.GetRoutingReport()!.Waited.TotalSeconds);
    }

    [Fact]
    public void AgingInterval_ByDefault_IsThirtySeconds() => Assert.Equal(TimeSpan.FromSeconds(30), new CapacityRoutingOptions().AgingInterval);

    private static ChatOptions Of(RequestPriority kind) => new ChatOptions().WithRouting(new() { Priority = kind });

    /// <param name="limits">The route's.</param>
    /// <param name="takes">How long a call takes.</param>
    /// <param name="interval">In seconds; null for the default, below zero for none.</param>
    private CapacityAwareChatClient Client(CapacityLimits limits, TimeSpan takes, int? interval)
    {
        CapacityRoutingOptions options = Make.Untimed();
        (options.MaxWait, options.SafetyReserve) = (TimeSpan.FromDays(1), 0);
        if (interval is { } seconds)
            options.AgingInterval = seconds < 0 ? TimeLimit.None : TimeSpan.FromSeconds(seconds);
        return new([new("a", new TimedModel(_time, takes)) { Limits = limits }], options, _time);
    }
}
