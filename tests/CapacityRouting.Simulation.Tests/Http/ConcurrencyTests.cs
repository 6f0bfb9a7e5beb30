using CapacityRouting.Simulation.Tests.Http.Tools;

namespace CapacityRouting.Simulation.Tests.Http;

public sealed class ConcurrencyTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(ProviderDialect.OpenAI)]
    [InlineData(ProviderDialect.Anthropic)]
    public async Task MaxConcurrentRequests_ThirdOfTwo_IsRefusedUntilOneIsAnswered(ProviderDialect dialect)
    {
        TestTime time = new();
        ProviderSettings two = Simulated.Settings(dialect) with { MaxConcurrentRequests = 2 };
        await using Loopback it = await Loopback.StartAsync(two, time);
        Task<Seen> first = it.SendAsync(Ask.For(0, 10, 1));
        await time.TimersSetAsync(1);
        Task<Seen> second = it.SendAsync(Ask.For(1, 10, 1) with { IsStream = true });
        await time.TimersSetAsync(2);
        Task<Seen> third = it.SendAsync(Ask.For(2, 10, 1));
        await time.TimersSetAsync(3);

        await MoveOnAsync(time, first, second, third);
        Task<Seen> fourth = it.SendAsync(Ask.For(3, 10, 1));
        await MoveOnAsync(time, fourth);

        Seen[] seen = await Task.WhenAll(first, second, third, fourth);
        Assert.Equal([200, 200, 429, 200], seen.Select(answer => answer.Status));
        Assert.Contains("concurrent", seen[2].Error, StringComparison.Ordinal);
        Assert.Equal(2, it.Provider.PeakInFlight);
    }

    [Theory]
    [InlineData(ProviderDialect.OpenAI, false)]
    [InlineData(ProviderDialect.OpenAI, true)]
    [InlineData(ProviderDialect.Anthropic, false)]
    [InlineData(ProviderDialect.Anthropic, true)]
    public async Task MaxConcurrentRequests_OneAfterTheOther_NeverFindsItsOwnSlotTaken(ProviderDialect dialect, bool isStream)
    {
        ProviderSettings one = Simulated.Settings(dialect) with { MaxConcurrentRequests = 1, Latency = Simulated.Instant };
        await using Loopback it = await Loopback.StartAsync(one, new TestTime());

        for (int i = 0; i < 200; i++)
            Assert.Equal(200, (await it.SendAsync(Ask.For(i, 10, 3) with { IsStream = isStream })).Status);

        Assert.Equal(200, it.Provider.Count(VisitEnd.Answered));
        Assert.Equal(1, it.Provider.PeakInFlight);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_ClientGoesAway_IsAbandonedAndGivesItsSlotBack(bool isStream)
    {
        TestTime time = new();
        ProviderSettings one = Simulated.Settings(ProviderDialect.OpenAI) with { MaxConcurrentRequests = 1 };
        await using Loopback it = await Loopback.StartAsync(one, time);
        using CancellationTokenSource leaving = new();
        Task<Seen> call = it.SendAsync(Ask.For(0, 10, 8) with { IsStream = isStream }, leaving.Token);
        await time.TimersSetAsync(1);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Until.IsTrueAsync(() => it.Provider.Count(VisitEnd.Abandoned) == 1);
        Task<Seen> next = it.SendAsync(Ask.For(1, 10, 8));
        await MoveOnAsync(time, next);
        Assert.Equal(200, (await next).Status);
    }

    [Fact]
    public async Task Stream_ClientGoesAwayInItsMiddle_IsChargedWhatWasWritten()
    {
        TestTime time = new();
        ProviderSettings settings = Simulated.Settings(ProviderDialect.Anthropic);
        await using Loopback it = await Loopback.StartAsync(settings, time);
        Task<HttpResponseMessage> call = it.BeginAsync(Ask.For(0, 10, 8) with { IsStream = true });
        await time.TimersSetAsync(1);
        time.Advance(TimeSpan.FromMilliseconds(150));
        HttpResponseMessage response = await call;

        // Each of the 8 pieces is a token of 2 ms, and the third is never written.
        await time.TimersSetAsync(2);
        time.Advance(TimeSpan.FromMilliseconds(2));
        await time.TimersSetAsync(3);
        time.Advance(TimeSpan.FromMilliseconds(2));
        await time.TimersSetAsync(4);
        response.Dispose();

        await Until.IsTrueAsync(() => it.Provider.Visits[0].End != VisitEnd.None);
        ProviderVisit visit = it.Provider.Visits[0];
        Assert.Equal((VisitEnd.Abandoned, 2, 10 + 2), (visit.End, visit.OutputTokens, visit.ChargedTokens));
    }

    /// <summary>Moves on until all are answered.</summary>
    private static async Task MoveOnAsync(TestTime time, params Task[] calls)
    {
        Task all = Task.WhenAll(calls);
        await Until.IsTrueAsync(() =>
        {
            time.Advance(Long);
            return all.IsCompleted;
        });
        await all;
    }
}
