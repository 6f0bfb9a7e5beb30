using System.Runtime.CompilerServices;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Chat.Streaming;

/// <summary>What a stream is charged while it flows, and when it ends in any other way than by itself.</summary>
public sealed class StreamSettlementTests
{
    private readonly ManualTime _time = new();

    // 100 tokens each: four characters to one.
    private static ChatResponseUpdate Hundred => Updates.Text(new('x', 400));

    [Fact]
    public async Task Flow_BeyondWhatWasReserved_IsChargedWhileItFlows()
    {
        // 256 output tokens are reserved where nothing is known, and 100 flow with every update.
        ScriptedStream stream = new() { Updates = [Hundred, Hundred, Hundred, Hundred, Updates.Finish()] };
        using CapacityAwareChatClient client = Make.Router(_time, Limited("a", stream.AsClient()));

        List<double> levels = [];
        await foreach (ChatResponseUpdate _ in client.GetStreamingResponseAsync(Ask.Question))
            levels.Add((double)client.Route("a").Buckets[0].Level);

        Assert.Equal([9_744, 9_744, 9_700, 9_600, 9_600], levels.Select(level => Math.Round(level)));
        Assert.Equal(9_600, client.Route("a").Buckets[0].Level, 3);
    }

    [Fact]
    public async Task Flow_OfSmallPieces_IsChargedInSteps()
    {
        // 4 tokens an update: the first beyond 256 is the 65th, and what comes after is charged every 64 tokens.
        ScriptedStream stream = new() { Updates = [.. Enumerable.Range(0, 100).Select(_ => Updates.Text(new('x', 16)))] };
        using CapacityAwareChatClient client = Make.Router(_time, Limited("a", stream.AsClient()));

        List<double> levels = [];
        await foreach (ChatResponseUpdate _ in client.GetStreamingResponseAsync(Ask.Question))
            levels.Add((double)Math.Round(client.Route("a").Buckets[0].Level));

        Assert.Equal([9_744, 9_740, 9_676, 9_612], levels.Distinct());
        Assert.Equal(64, levels.IndexOf(9_740));
        Assert.Equal(80, levels.IndexOf(9_676));
        Assert.Equal(9_600, client.Route("a").Buckets[0].Level, 3);
    }

    [Fact]
    public async Task Flow_IntoDebt_SteersNewWorkAtOnce()
    {
        // 1,000 tokens a minute; the answer is 1,600 long and still under way.
        ScriptedStream stream = new() { Updates = [.. Enumerable.Repeat(Hundred, 16)] };
        TestClient second = TestClient.Saying("second");
        ModelRoute small = new("a", stream.AsClient()) { Limits = new() { OutputTokensPerMinute = 1_000, Burst = TimeSpan.FromMinutes(1) } };
        using CapacityAwareChatClient client = Make.Router(_time, small, new("b", second));

        await using IAsyncEnumerator<ChatResponseUpdate> reading = client.GetStreamingResponseAsync(Ask.Question).GetAsyncEnumerator();
        for (int i = 0; i < 16; i++)
            Assert.True(await reading.MoveNextAsync());

        Assert.Equal(-600, client.Route("a").Buckets[0].Level, 3);
        Assert.Equal("b", (await client.AskAsync(streaming: false)).GetRoutingReport()!.ServedBy);
    }

    [Fact]
    public async Task Usage_OfTheWholeAnswer_CorrectsWhatWasCounted()
    {
        ScriptedStream stream = new() { Updates = [Hundred, Hundred, Hundred, Hundred, Updates.Usage(20, 350), Updates.Finish()] };
        using CapacityAwareChatClient client = Make.Router(_time, Limited("a", stream.AsClient()));

        await client.AskAsync(streaming: true);

        Assert.Equal(9_650, client.Route("a").Buckets[0].Level, 3);
    }

    [Fact]
    public async Task Usage_BelowWhatWasReserved_LeavesThatTaken_NotWhatWasCounted()
    {
        // A provider that keeps max_tokens keeps the 100 that were asked for: 400 were only this library's count of them, and 90 were written.
        ScriptedStream stream = new() { Updates = [Hundred, Hundred, Hundred, Hundred, Updates.Usage(20, 90), Updates.Finish()] };
        using CapacityAwareChatClient client = Make.Router(_time, Limited("a", stream.AsClient()));

        await client.AskAsync(streaming: true, new() { MaxOutputTokens = 100 });

        Assert.Equal(9_900, client.Route("a").Buckets[0].Level, 3);
    }

    [Theory]
    [InlineData(LimiterKind.Continuous)]
    [InlineData(LimiterKind.FixedWindow)]
    [InlineData(LimiterKind.SlidingWindow)]
    public async Task Flow_OverTime_IsChargedOnce(LimiterKind limiter)
    {
        // 256 are reserved and 1,600 flow, 100 a second. In windows nothing flows back within the minute.
        ScriptedStream stream = new() { Updates = [.. Enumerable.Repeat(Hundred, 16), Updates.Finish()], OnMove = _ => Passing(TimeSpan.FromSeconds(1)) };
        ModelRoute route = new("a", stream.AsClient())
        {
            Profile = ProviderProfile.Generic with { Limiter = limiter },
            Limits = new() { OutputTokensPerMinute = 60_000, Burst = TimeSpan.FromMinutes(1) },
        };
        using CapacityAwareChatClient client = Make.Router(_time, route);

        List<double> levels = [];
        await foreach (ChatResponseUpdate _ in client.GetStreamingResponseAsync(Ask.Question))
            levels.Add((double)Math.Round(client.Route("a").Buckets[0].Level));

        double written = limiter == LimiterKind.Continuous ? 0 : 1_600;
        Assert.InRange(levels.Min(), 60_000 - 1_600, 60_000);
        Assert.Equal(60_000 - written, (double)client.Route("a").Buckets[0].Level, 3);
    }

    [Fact]
    public async Task Flow_WithinASharedQuota_IsChargedThereToo()
    {
        // 400 flow, of which 256 were reserved.
        CapacityQuota account = new("account", new() { OutputTokensPerMinute = 50_000, Burst = TimeSpan.FromMinutes(1) });
        ScriptedStream stream = new() { Updates = [Hundred, Hundred, Hundred, Hundred, Updates.Finish()] };
        ModelRoute within = new("a", stream.AsClient()) { Quota = account, Limits = new() { OutputTokensPerMinute = 10_000, Burst = TimeSpan.FromMinutes(1) } };
        ModelRoute whole = new("b", new TestClient()) { Quota = account };
        using CapacityAwareChatClient client = Make.Router(_time, within, whole);

        await using IAsyncEnumerator<ChatResponseUpdate> reading = client.GetStreamingResponseAsync(Ask.Question).GetAsyncEnumerator();
        for (int i = 0; i < 4; i++)
            Assert.True(await reading.MoveNextAsync());

        Assert.Equal((9_600, 49_600), ((double)Math.Round(client.Route("a").Buckets[0].Level), Math.Round(client.Route("b").Buckets[0].Level)));
    }

    [Theory]
    [InlineData("dispose")]
    [InlineData("throw")]
    [InlineData("cancel")]
    [InlineData("break")]
    public async Task End_BeforeTheAnswersOwn_SettlesExactlyWhatFlowed(string how)
    {
        // A provider that tells its usage first, as Anthropic does, has counted one token of output by then: 300 flow before the end.
        using CancellationTokenSource giveUp = new();
        TaskCompletionSource<bool> pending = new();
        ScriptedStream stream = new()
        {
            Updates = [Updates.Usage(20, 1), Hundred, Hundred, Hundred, Hundred],
            OnMove = index => index < 4 ? null : how == "break" ? throw TestClient.Http(500) : new ValueTask<bool>(pending.Task.WaitAsync(giveUp.Token)),
        };
        using CapacityAwareChatClient client = Make.Router(_time, Limited("a", stream.AsClient()));

        Exception? thrown = await Record.ExceptionAsync(async () =>
        {
            int updates = 0;
            await foreach (ChatResponseUpdate _ in client.GetStreamingResponseAsync(Ask.Question, cancellationToken: giveUp.Token))
            {
                if (++updates < 4)
                    continue;
                if (how == "dispose")
                    break;
                if (how == "throw")
                    throw new NotSupportedException();
                if (how == "cancel")
                    await giveUp.CancelAsync();
            }
        });

        Type? expected = how switch { "throw" => typeof(NotSupportedException), "break" => typeof(StreamInterruptedException), "cancel" => typeof(OperationCanceledException), _ => null };
        Assert.Equal(expected, thrown?.GetType());
        Assert.Equal(9_700, client.Route("a").Buckets[0].Level, 3);
        Assert.Equal((0, 1, 0), (client.Route("a").InFlight, stream.Disposals, _time.ActiveTimers));
    }

    [Fact]
    public async Task Abandoned_Enumerator_GivesBackWhatItHolds()
    {
        ScriptedStream stream = new() { Updates = [Hundred, Hundred, Hundred] };
        using CapacityAwareChatClient client = Make.Router(_time, Limited("a", stream.AsClient()));
        using CancellationTokenSource longLived = new();

        await AbandonAsync(client, longLived.Token);
        Assert.Equal(1, client.Route("a").InFlight);

        Assert.True(await IsCollectedAsync(stream));
        Assert.Equal(1, stream.Disposals);
        Assert.Equal((0, 9_800), (client.Route("a").InFlight, (double)Math.Round(client.Route("a").Buckets[0].Level)));
    }

    [Fact]
    public async Task Abandoned_EnumeratorThatHadToWait_GivesBackWhatItHolds()
    {
        TaskCompletionSource<bool> first = new();
        ScriptedStream stream = new() { Updates = [Hundred, Hundred, Hundred], OnMove = index => index == 0 ? new(first.Task) : null };
        using CapacityAwareChatClient client = Make.Router(_time, Limited("a", stream.AsClient()));
        using CancellationTokenSource longLived = new();

        Task abandoned = AbandonAsync(client, longLived.Token);
        first.SetResult(true);
        Assert.True(await abandoned.IsDoneAsync());

        Assert.True(await IsCollectedAsync(stream));
        Assert.Equal((0, 9_800), (client.Route("a").InFlight, (double)Math.Round(client.Route("a").Buckets[0].Level)));
    }

    [Fact]
    public async Task Abandoned_WithAMoveUnderWay_GivesBackWhatItHolds()
    {
        // The abandoned step brings the third hundred all the same.
        TaskCompletionSource<bool> third = new();
        ScriptedStream stream = new() { Updates = [Hundred, Hundred, Hundred], OnMove = index => index == 2 ? new(third.Task) : null };
        using CapacityAwareChatClient client = Make.Router(_time, Limited("a", stream.AsClient()));
        using CancellationTokenSource longLived = new();

        await AbandonAsync(client, longLived.Token, movesOn: true);
        third.SetResult(true);

        Assert.True(await IsCollectedAsync(stream));
        Assert.Equal((0, 9_700), (client.Route("a").InFlight, (double)Math.Round(client.Route("a").Buckets[0].Level)));
    }

    [Fact]
    public async Task Disposed_WhileItOpens_GivesBackWhatIsOpenedAndShowsNothing()
    {
        TaskCompletionSource<bool> first = new();
        ScriptedStream stream = new() { Updates = [Hundred, Hundred], OnMove = index => index == 0 ? new(first.Task) : null };
        using CapacityAwareChatClient client = Make.Router(_time, Limited("a", stream.AsClient()));

        IAsyncEnumerator<ChatResponseUpdate> reading = client.GetStreamingResponseAsync(Ask.Question).GetAsyncEnumerator();
        Task<bool> move = reading.MoveNextAsync().AsTask();
        await reading.DisposeAsync();
        first.SetResult(true);

        Assert.False(await move.DoneAsync());
        Assert.Equal((0, 1, 9_900), (client.Route("a").InFlight, stream.Disposals, (double)Math.Round(client.Route("a").Buckets[0].Level)));
    }

    [Fact]
    public async Task Ended_Stream_IsNotEndedAgainWhenItIsCollected()
    {
        ScriptedStream stream = new() { Updates = [Hundred, Updates.Finish()] };
        using CapacityAwareChatClient client = Make.Router(_time, Limited("a", stream.AsClient()));

        await client.AskAsync(streaming: true);
        Collect();

        Assert.Equal(1, stream.Disposals);
        Assert.Equal(9_900, client.Route("a").Buckets[0].Level, 3);
    }

    private static ModelRoute Limited(string name, IChatClient model) => new(name, model)
    {
        Limits = new() { OutputTokensPerMinute = 10_000, Burst = TimeSpan.FromMinutes(1), MaxConcurrentRequests = 10 },
    };

    private ValueTask<bool>? Passing(TimeSpan time)
    {
        _time.Advance(time);
        return null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task AbandonAsync(CapacityAwareChatClient client, CancellationToken cancellationToken, bool movesOn = false)
    {
        IAsyncEnumerator<ChatResponseUpdate> reading = client.GetStreamingResponseAsync(Ask.Question, cancellationToken: cancellationToken).GetAsyncEnumerator(CancellationToken.None);
        Assert.True(await reading.MoveNextAsync());
        Assert.True(await reading.MoveNextAsync());
        if (!movesOn)
            return;
        ValueTask<bool> forgotten = reading.MoveNextAsync();
        Assert.False(forgotten.IsCompleted);
    }

    /// <summary>Another thread may still be on its way out of what it did with the stream: until then it is not forgotten.</summary>
    private static async Task<bool> IsCollectedAsync(ScriptedStream stream)
    {
        for (int i = 0; i < 500 && !stream.Disposed.IsCompleted; i++)
        {
            Collect();
            await Task.Yield();
        }

        return await stream.Disposed.IsDoneAsync();
    }

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
