using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CapacityRouting.Tests.Capacity.Persistence;

public sealed class UsagePersistenceTests
{
    private static readonly CapacityLimits Long = new() { RequestsPerMinute = 60, RequestsPerDay = 240, RequestsPerMonth = 100 };
    private readonly ManualTime _time = new();
    private readonly ScriptedSource _source = new();

    [Fact]
    public async Task Save_AfterACall_ComesWithinSecondsAndNotAgainWhileNothingHappens()
    {
        using CapacityAwareChatClient client = Router(Long);
        await client.AdvanceAsync(_time, TimeSpan.FromMinutes(1));
        Assert.Equal(0, _source.Saves);

        await client.AskAsync(streaming: false);
        await client.SettledAsync();
        await client.AdvanceAsync(_time, TimeSpan.FromSeconds(10));
        int saves = _source.Saves;
        await client.AdvanceAsync(_time, TimeSpan.FromHours(1));

        // One before the call, and one for the next call: steps of 2.4 of a day's requests, and of one of a month's, as no call is smaller. The second may begin before the call has ended: then
        // a third has its end.
        Assert.InRange(saves, 2, 3);
        Assert.Equal(saves, _source.Saves);
        Assert.Equal(
            [
                new("Routes:a", CapacityDimension.RequestsPerDay, 4, new(2026, 1, 2, 0, 1, 0, TimeSpan.Zero)),
                new("Routes:a", CapacityDimension.RequestsPerMonth, 2, new(2026, 1, 2, 0, 1, 0, TimeSpan.Zero)),
            ],
            _source.Usages);
    }

    [Fact]
    public async Task Dispose_SavesTheLastCallAndStopsTheTimer()
    {
        using (CapacityAwareChatClient client = Router(Long))
            await client.AskAsync(streaming: false);

        // The last save ends on a thread of the pool.
        Assert.True(SpinWait.SpinUntil(() => _time.ActiveTimers == 0, TimeSpan.FromSeconds(10)));
        Assert.All(_source.Usages, usage => Assert.Equal(1, usage.Used));
    }

    [Fact]
    public void NoSource_NoTimer()
    {
        using CapacityAwareChatClient client = Make.Router(_time, new ModelRoute("a", new TestClient()) { Limits = Long });

        Assert.Equal(0, _time.ActiveTimers);
    }

    [Fact]
    public async Task Load_HalfAnHourLater_GoesOnWithWhatHasFlowedBack()
    {
        // 240 a day are ten an hour: of twenty that were used 30 minutes ago, five are back. The month counts on.
        DateTimeOffset before = _time.GetUtcNow() - TimeSpan.FromMinutes(30);
        _source.Usages = [new("Routes:A", CapacityDimension.RequestsPerDay, 20, before), new("Routes:a", CapacityDimension.RequestsPerMonth, 70, before)];

        using CapacityAwareChatClient client = Router(Long);
        await client.SettledAsync();

        Assert.Equal([60 / 6, 225, 30], client.Route("a").Buckets.Select(bucket => Math.Round(bucket.Level, 6)));
    }

    [Fact]
    public async Task Load_APeriodThatIsOver_HasNoEffect()
    {
        _source.Usages =
        [
            new("Routes:a", CapacityDimension.CostPerDay, 3, _time.GetUtcNow() - TimeSpan.FromSeconds(1)),
            new("Routes:a", CapacityDimension.CostPerMonth, 3, _time.GetUtcNow() - TimeSpan.FromSeconds(1)),
        ];

        using CapacityAwareChatClient client = Router(new() { CostPerDay = 5, CostPerMonth = 50 });
        await client.SettledAsync();

        // A second ago it was January 1, and the month is the same.
        Assert.Equal([5, 47], client.Route("a").Buckets.Where(bucket => bucket.IsBudget).Select(budget => budget.Level));
    }

    [Fact]
    public async Task Load_NonsenseOrOthersLevels_HasNoEffect()
    {
        DateTimeOffset now = _time.GetUtcNow();
        _source.Usages =
        [
            null!, new("Routes:b", CapacityDimension.RequestsPerDay, 5, now), new("Quotas:a", CapacityDimension.RequestsPerDay, 5, now),
            new("Routes:a", CapacityDimension.RequestsPerMinute, 5, now), new("Routes:a", CapacityDimension.TokensPerDay, 5, now), new("Routes:a", CapacityDimension.RequestsPerDay, -5, now),
        ];

        using CapacityAwareChatClient client = Router(Long);
        await client.SettledAsync();

        Assert.All(client.Route("a").Buckets, bucket => Assert.Equal(bucket.Burst, bucket.Level));
    }

    [Fact]
    public async Task Load_MoreThanAnyLimit_IsADebtOfThisMonthOnly()
    {
        _source.Usages = [new("Routes:a", CapacityDimension.RequestsPerMonth, decimal.MaxValue, _time.GetUtcNow())];

        using CapacityAwareChatClient client = Router(Long);
        await client.SettledAsync();

        // A debt is remembered up to once the limit.
        Assert.Equal(-100, client.Route("a").Buckets[^1].Level);
        _time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(100, client.Route("a").Buckets[^1].Level);
    }

    [Fact]
    public async Task Container_WithASource_IsAskedForIt()
    {
        _source.Usages = [new("Quotas:team", CapacityDimension.RequestsPerMonth, 70, _time.GetUtcNow())];
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Quotas:team:RequestsPerMonth"] = "100" })
            .Build();
        ServiceCollection services = [];
        services.AddSingleton<TimeProvider>(_time).AddSingleton<IQuotaSource>(_source).AddCapacityAwareFallback(routing =>
        {
            CapacityQuota team = routing.AddQuota("team", new());
            routing.BindConfiguration(configuration).AddRoute("a", new TestClient(), route => route.Quota = team);
        });
        using ServiceProvider provider = services.BuildServiceProvider();

        // The limit comes from configuration, after the quota was made.
        CapacityAwareChatClient client = await ((CapacityAwareChatClient)provider.GetRequiredService<IChatClient>()).SettledAsync();
        Assert.Equal(30, Assert.Single(client.Route("a").Buckets).Level);
    }

    [Fact]
    public async Task Container_WithAKeyedRouter_IsAskedForTheSourceOfItsKey()
    {
        _source.Usages = [new("Routes:a", CapacityDimension.RequestsPerMonth, 70, _time.GetUtcNow())];
        ServiceCollection services = [];
        services.AddSingleton<TimeProvider>(_time).AddSingleton<IQuotaSource>(new ScriptedSource()).AddKeyedSingleton<IQuotaSource>("key", _source);
        services.AddCapacityAwareFallback("key", routing => routing.AddRoute("a", new TestClient(), route => route.Limits = new() { RequestsPerMonth = 100 }));
        using ServiceProvider provider = services.BuildServiceProvider();

        CapacityAwareChatClient client = await ((CapacityAwareChatClient)provider.GetRequiredKeyedService<IChatClient>("key")).SettledAsync();
        Assert.Equal(30, Assert.Single(client.Route("a").Buckets).Level);
    }

    private CapacityAwareChatClient Router(CapacityLimits limits) =>
        new([new("a", new TestClient()) { Limits = limits, Prices = new() }], new() { QuotaSource = _source }, _time);
}
