using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Queueing.Promises;

/// <summary>Promise: once calls have shown their durations, a waiter for a slot has an expected start, which counts for patience and for preference.</summary>
public sealed class ExpectedSlotTests
{
    private static readonly CapacityLimits OneSlot = new() { MaxConcurrentRequests = 1 };

    private readonly ManualTime _time = new();

    /// <summary>One call is under way and five are in line: the next starts in a minute.</summary>
    [Theory]
    [InlineData(false, 20, true)]
    [InlineData(false, 100, false)]
    [InlineData(true, 20, true)]
    [InlineData(true, 100, false)]
    public async Task Newcomer_BehindFiveCallsOfTenSeconds_IsRefusedAtOnceIfItWouldStartTooLate(bool streaming, int patience, bool isRefused)
    {
        using CapacityAwareChatClient client = await TaughtAsync(new ModelRoute("a", new TimedModel(_time, TimeSpan.FromSeconds(10))) { Limits = OneSlot });
        Task<ChatResponse>[] ahead = Ask(client, 6);

        Task<ChatResponse> last = client.AskAsync(streaming, Patient(patience));

        Assert.Equal(isRefused, last.IsCompleted);
        if (isRefused)
        {
            NoRouteAvailableException refused = await Assert.ThrowsAsync<NoRouteAvailableException>(() => last);
            Assert.Equal(TimeSpan.Zero, refused.GetRoutingReport()!.Waited);
            Assert.Equal(ExclusionReason.ConcurrencyLimit, Assert.Single(refused.Excluded).Reason);
            Assert.InRange(refused.RetryAfter!.Value.TotalSeconds, 40, 90);
        }
        else
        {
            Assert.Equal(60, (await _time.RunAsync(last)).GetRoutingReport()!.Waited.TotalSeconds, 0.5);
        }

        Assert.Equal(6, (await _time.RunAsync(Task.WhenAll(ahead))).Length);
    }

    /// <summary>An unknown time refuses no request.</summary>
    [Fact]
    public async Task Newcomer_WhileNoCallHasShownHowLongItTakes_Waits()
    {
        using CapacityAwareChatClient client = Client(new ModelRoute("a", new TimedModel(_time, TimeSpan.FromSeconds(1))) { Limits = OneSlot });
        Task<ChatResponse>[] ahead = Ask(client, 6);

        Task<ChatResponse> last = client.AskAsync(streaming: false, Patient(20));

        Assert.Equal(6, (await _time.RunAsync(last)).GetRoutingReport()!.Waited.TotalSeconds, 0.5);
        await Task.WhenAll(ahead);
    }

    /// <summary>Two slots halve the wait.</summary>
    [Theory]
    [InlineData(12, true)]
    [InlineData(60, false)]
    public async Task Newcomer_BehindCallsOnTwoSlots_IsRefusedAtOnceIfItWouldStartTooLate(int patience, bool isRefused)
    {
        using CapacityAwareChatClient client = await TaughtAsync(
            new ModelRoute("a", new TimedModel(_time, TimeSpan.FromSeconds(10))) { Limits = new() { MaxConcurrentRequests = 2 } });
        Task<ChatResponse>[] ahead = Ask(client, 6);

        Task<ChatResponse> last = client.AskAsync(streaming: false, Patient(patience));

        Assert.Equal(isRefused, last.IsCompleted);
        if (isRefused)
            await Assert.ThrowsAsync<NoRouteAvailableException>(() => last);
        else
            Assert.Equal(30, (await _time.RunAsync(last)).GetRoutingReport()!.Waited.TotalSeconds, 0.5);
        await _time.RunAsync(Task.WhenAll(ahead));
    }

    /// <summary>The slot of the preferred route is expected to be free in three seconds, and the other route is idle.</summary>
    [Theory]
    [InlineData(false, 5, "a", 3)]
    [InlineData(false, 2, "b", 0)]
    [InlineData(true, 5, "a", 3)]
    [InlineData(true, 2, "b", 0)]
    public async Task MaxWaitForPreferred_OfARouteWhoseSlotIsExpectedFree_IsWaitedForUpToThat(bool streaming, int preference, string servedBy, int waited)
    {
        using CapacityAwareChatClient client = await TaughtAsync(
            new ModelRoute("a", new TimedModel(_time, TimeSpan.FromSeconds(10))) { Limits = OneSlot }, new("b", TestClient.Saying("b")) { Limits = OneSlot });
        Task<ChatResponse> holder = client.AskAsync(streaming: false);
        _time.Advance(TimeSpan.FromSeconds(7));
        ChatOptions preferring = new ChatOptions().WithRouting(new() { MaxWaitForPreferred = TimeSpan.FromSeconds(preference) });

        Task<ChatResponse> call = client.AskAsync(streaming, preferring);

        Assert.Equal(servedBy == "b", call.IsCompletedSuccessfully);
        RoutingReport report = (await _time.RunAsync(call)).GetRoutingReport()!;
        Assert.Equal(servedBy, report.ServedBy);
        Assert.Equal(waited, report.Waited.TotalSeconds, 0.2);
        await _time.RunAsync(holder);
    }

    /// <summary>It was expected by then, and is not free: the other route is idle all the while.</summary>
    [Fact]
    public async Task MaxWaitForPreferred_OfARouteWhoseSlotIsNotFreedAsExpected_EndsWithTheOtherRoute()
    {
        bool isSlow = false;
        TaskCompletionSource<ChatResponse> slow = new();
        TimedModel quick = new(_time, TimeSpan.FromSeconds(10));
        TestClient model = new() { OnResponse = (messages, options, token) => isSlow ? slow.Task : quick.GetResponseAsync(messages, options, token) };
        using CapacityAwareChatClient client = await TaughtAsync(new ModelRoute("a", model) { Limits = OneSlot }, new("b", TestClient.Saying("b")) { Limits = OneSlot });
        isSlow = true;
        Task<ChatResponse> holder = client.AskAsync(streaming: false);
        _time.Advance(TimeSpan.FromSeconds(7));

        Task<ChatResponse> call = client.AskAsync(streaming: false, new ChatOptions().WithRouting(new() { MaxWaitForPreferred = TimeSpan.FromSeconds(5) }));

        Assert.False(call.IsCompleted);
        RoutingReport report = (await _time.RunAsync(call)).GetRoutingReport()!;
        Assert.Equal("b", report.ServedBy);
        Assert.InRange(report.Waited.TotalSeconds, 0, 5.2);
        slow.SetResult(TestClient.Says("ok"));
        await _time.RunAsync(holder);
    }

    private static Task<ChatResponse>[] Ask(CapacityAwareChatClient client, int times)
    {
        Task<ChatResponse>[] calls = new Task<ChatResponse>[times];
        Bare.Run(() =>
        {
            for (int i = 0; i < times; i++)
                calls[i] = client.AskAsync(streaming: false, Patient(3_600));
        });
        return calls;
    }

    private static ChatOptions Patient(int seconds) => new ChatOptions().WithRouting(new() { MaxWait = TimeSpan.FromSeconds(seconds) });

    /// <summary>A router whose preferred route has answered thirty calls, one after the other.</summary>
    private async Task<CapacityAwareChatClient> TaughtAsync(params ModelRoute[] routes)
    {
        CapacityAwareChatClient client = Client(routes);
        for (int i = 0; i < 30; i++)
            Assert.Equal("a", (await _time.RunAsync(client.AskAsync(streaming: i % 2 == 0))).GetRoutingReport()!.ServedBy);
        return client;
    }

    private CapacityAwareChatClient Client(params ModelRoute[] routes)
    {
        CapacityRoutingOptions options = Make.Untimed();
        options.MaxWait = TimeSpan.FromSeconds(30);
        return new(routes, options, _time);
    }
}
