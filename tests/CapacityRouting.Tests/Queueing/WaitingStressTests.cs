using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Queueing;

/// <summary>Many threads over few slots and tokens, and callers that give up: whatever the order, each call ends and nothing is lost.</summary>
public sealed class WaitingStressTests
{
    private const int Threads = 8;
    private const int CallsEach = 150;
    private const int Slots = 3;
    private const int Day = 2_000;

    // Callers 0, 7, 14 and so on to 147 give up, unless they are answered first.
    private const int Patient = CallsEach - 22;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Waiting_ManyThreadsSomeOfWhichGiveUp_EndsEveryCallAndLosesNothing(bool streaming)
    {
        ManualTime time = new();
        long begun = time.GetTimestamp();
        TestClient model = new() { OnResponse = async (_, _, _) => await AnswerAsync() };
        CapacityLimits limits = new() { MaxConcurrentRequests = Slots, RequestsPerMinute = 6_000, Burst = TimeSpan.FromSeconds(0.1), RequestsPerDay = Day };
        using CapacityAwareChatClient client = new([new("a", model) { Limits = limits }], Policy(), time);

        Task<int[]> served = Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() => CallAsync(client, streaming, thread))));
        while (!served.IsCompleted && time.GetTimestamp() - begun < TimeSpan.TicksPerDay / 2)
        {
            time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        Assert.InRange((await served.DoneAsync()).Sum(), Threads * Patient, Threads * CallsEach);
        Assert.Equal(0, client.Route("a").InFlight);
        Assert.Equal(0, time.ActiveTimers);

        // A day's limit hardly flows back meanwhile, and each call took one of it.
        double back = (time.GetTimestamp() - begun) / (double)TimeSpan.TicksPerDay * Day;
        double level = (double)client.Route("a").Buckets.Single(bucket => bucket.Dimension == CapacityDimension.RequestsPerDay).Level;
        Assert.InRange(level, Day - model.Calls - 1, Day - model.Calls + back + 1);
    }

    [Fact]
    public async Task Waiting_InRealTime_EndsEveryCallAndLeaksNoSlot()
    {
        TestClient model = new() { OnResponse = async (_, _, _) => await AnswerAsync() };
        CapacityLimits limits = new() { MaxConcurrentRequests = Slots, RequestsPerMinute = 600_000, Burst = TimeSpan.FromMilliseconds(1) };
        using CapacityAwareChatClient client = new([new("a", model) { Limits = limits }], Policy());

        int[] served = await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() => CallAsync(client, streaming: false, thread)))).DoneAsync();

        Assert.InRange(served.Sum(), Threads * Patient, Threads * CallsEach);
        Assert.Equal(0, client.Route("a").InFlight);
    }

    /// <summary>Nothing ends a call but its answer and its caller: the clock may run far ahead of the threads.</summary>
    private static CapacityRoutingOptions Policy()
    {
        CapacityRoutingOptions options = Make.Untimed();
        options.MaxWait = TimeSpan.FromDays(7);
        options.SafetyReserve = 0;
        options.BackgroundReserve = 0;
        return options;
    }

    private static async Task<int> CallAsync(CapacityAwareChatClient client, bool streaming, int thread)
    {
        Task<bool>[] calls = [.. Enumerable.Range(0, CallsEach).Select(call => AskAsync(client, streaming, thread, call))];
        return (await Task.WhenAll(calls)).Count(served => served);
    }

    /// <returns>Whether it was served; false when its caller gave up first.</returns>
    private static async Task<bool> AskAsync(CapacityAwareChatClient client, bool streaming, int thread, int call)
    {
        ChatOptions options = new ChatOptions().WithRouting(new() { Tenant = $"{thread % 3}", Priority = (RequestPriority)(call % 3) });
        using CancellationTokenSource caller = new();
        Task<ChatResponse> asked = client.AskAsync(streaming, options, token: caller.Token);
        if (call % 7 == 0)
            await caller.CancelAsync();
        try
        {
            await asked;
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static async Task<ChatResponse> AnswerAsync()
    {
        await Task.Yield();
        return TestClient.Says("ok");
    }
}
