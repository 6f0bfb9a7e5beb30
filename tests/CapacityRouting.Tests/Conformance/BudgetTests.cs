using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

public sealed class BudgetTests
{
    private static readonly ModelPrices Prices = new() { InputPerMillion = 1, OutputPerMillion = 10, CachedInputPerMillion = 0.1m };
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Budget_ACall_IsChargedByItsUsage(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(_time, Priced("a", Using(input: 1_000, cached: 400, output: 200), new() { CostPerDay = 1, CostPerMonth = 20 }));

        await client.AskAsync(streaming);

        // 600 fresh at 1, 400 cached at 0.1 and 200 of output at 10 a million are 0.0006 + 0.00004 + 0.002. It is January 2.
        RouteSnapshot route = client.Route("a");
        Assert.Equal(
            [
                new(CapacityDimension.CostPerDay, 1, TimeSpan.FromDays(1), 1, 0.99736m, LimitSource.Configured) { Configured = 1, ResetsAt = new(2026, 1, 3, 0, 0, 0, TimeSpan.Zero) },
                new(CapacityDimension.CostPerMonth, 20, TimeSpan.FromDays(31), 20, 19.99736m, LimitSource.Configured) { Configured = 20, ResetsAt = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero) },
            ],
            route.Buckets);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Budget_ThatIsSpent_PassesTheRouteOverUntilItsReset(bool streaming)
    {
        TestClient dear = Using(input: 1_000, cached: 0, output: 1_000);
        using CapacityAwareChatClient client = Make.Router(_time, Priced("dear", dear, new() { CostPerDay = 0.01m, TimeZone = "Asia/Tokyo" }), new("free", TestClient.Saying("free")));
        await client.AskAsync(streaming);
        _time.Advance(TimeSpan.FromHours(5));

        RoutingReport report = (await client.AskAsync(streaming)).GetRoutingReport()!;

        // 0.011 of 0.01 is spent. At midnight in UTC it is nine in the morning in Tokyo: fifteen hours to their midnight, of which five are gone.
        Assert.Equal("free", report.ServedBy);
        Assert.Equal(new RouteExclusion("dear", ExclusionReason.QuotaExhausted, TimeSpan.FromHours(10)), Assert.Single(report.Excluded));
        _time.Advance(TimeSpan.FromHours(10));
        Assert.Equal("dear", (await client.AskAsync(streaming)).GetRoutingReport()!.ServedBy);
    }

    [Fact]
    public async Task Budget_ThatIsSpentOnTheOnlyRoute_TellsTheTimeOfItsReset()
    {
        using CapacityAwareChatClient client = Make.Router(_time, Priced("a", Using(input: 10_000, cached: 0, output: 0), new() { CostPerMonth = 0.01m }));
        await client.AskAsync(streaming: false);

        NoRouteAvailableException thrown = await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming: false));

        // From January 2 to February 1.
        Assert.Equal(TimeSpan.FromDays(30), thrown.RetryAfter);
        Assert.Equal(ExclusionReason.QuotaExhausted, Assert.Single(thrown.Excluded).Reason);
    }

    [Fact]
    public async Task Budget_ALargeMaxTokens_KeepsNobodyOut()
    {
        using CapacityAwareChatClient client = Make.Router(_time, Priced("a", Using(input: 10, cached: 0, output: 10), new() { CostPerDay = 0.1m }));

        // A million tokens of output would cost 10, but tokens that were only allowed are not billed. The answer costs 0.00001 + 0.0001, twice.
        await client.AskAsync(streaming: false, new() { MaxOutputTokens = 1_000_000 });
        await client.AskAsync(streaming: false, new() { MaxOutputTokens = 1_000_000 });

        Assert.Equal(0.09978m, Assert.Single(client.Route("a").Buckets).Level);
    }

    [Fact]
    public async Task Budget_AFailedCall_CostsNothing()
    {
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { RetryWhenAlone = false }, Priced("a", TestClient.Failing(500), new() { CostPerDay = 1 }));

        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming: false));

        Assert.Equal(1, Assert.Single(client.Route("a").Buckets).Level);
    }

    [Fact]
    public async Task Budget_OfASharedQuota_IsSpentByEachRouteAtItsOwnPrices()
    {
        CapacityQuota shared = new("team", new() { CostPerDay = 1 });
        using CapacityAwareChatClient client = Make.Router(
            _time,
            new ModelRoute("cheap", Using(input: 1_000, cached: 0, output: 0)) { Quota = shared, Prices = new() { InputPerMillion = 1 }, Tags = ["cheap"] },
            new ModelRoute("dear", Using(input: 1_000, cached: 0, output: 0)) { Quota = shared, Prices = new() { InputPerMillion = 50 } });

        await client.AskAsync(streaming: false);
        await client.GetService<IRouteControl>()!.IsolateAsync("cheap");
        await client.AskAsync(streaming: false);

        Assert.Equal(1 - 0.001m - 0.05m, Assert.Single(client.Route("dear").Buckets).Level);
    }

    [Fact]
    public void GeminiProfile_ADaysRequests_ResetAtMidnightPacificTime()
    {
        ModelRoute route = new("gemini", new TestClient()) { Profile = ProviderProfile.Gemini, Limits = new() { RequestsPerDay = 250 } };
        using CapacityAwareChatClient client = Make.Router(_time, route);

        // It is January 2 at midnight in UTC, four in the afternoon before in California.
        BucketSnapshot day = Assert.Single(client.Route("gemini").Buckets);
        Assert.Equal((new DateTimeOffset(2026, 1, 2, 8, 0, 0, TimeSpan.Zero), TimeSpan.FromDays(1), 250), (day.ResetsAt, day.Window, day.Limit));
    }

    [Fact]
    public void OtherProfiles_ADaysRequests_RefillContinuously()
    {
        foreach (ProviderProfile profile in ProviderProfile.All.Where(profile => profile != ProviderProfile.Gemini))
            Assert.Equal((profile.Name, LimitReset.Continuous), (profile.Name, profile.DailyReset));
    }

    private static ModelRoute Priced(string name, IChatClient client, CapacityLimits limits) => new(name, client) { Limits = limits, Prices = Prices };

    private static TestClient Using(int input, int cached, int output) => new()
    {
        OnResponse = (_, _, _) =>
        {
            ChatResponse response = TestClient.Says("ok");
            response.Usage = new() { InputTokenCount = input, CachedInputTokenCount = cached, OutputTokenCount = output, TotalTokenCount = input + output };
            return Task.FromResult(response);
        },
    };
}
