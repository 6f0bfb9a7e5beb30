using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace CapacityRouting.Tests;

public sealed class UsagePersistenceTests
{
    private static readonly CapacityLimits Long = new() { RequestsPerMinute = 60, RequestsPerDay = 240, RequestsPerMonth = 100 };
    private readonly ManualTime _time = new();
    private readonly MemoryStore _store = new();

    [Fact]
    public async Task Save_AfterACall_ComesWithinSecondsAndNotAgainWhileNothingHappens()
    {
        using CapacityAwareChatClient client = Router(Long);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, _store.Saves);

        await client.AskAsync(streaming: false);
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(1, _store.Saves);
        Assert.Equal(
            [
                new("Routes:a", CapacityDimension.RequestsPerDay, 1, new(2026, 1, 2, 0, 1, 5, TimeSpan.Zero)),
                new("Routes:a", CapacityDimension.RequestsPerMonth, 1, new(2026, 1, 2, 0, 1, 5, TimeSpan.Zero)),
            ],
            _store.Levels);
    }

    [Fact]
    public async Task Dispose_SavesTheLastCallAndStopsTheTimer()
    {
        using (CapacityAwareChatClient client = Router(Long))
            await client.AskAsync(streaming: false);

        Assert.Equal((1, 0), (_store.Saves, _time.ActiveTimers));
    }

    [Fact]
    public void NoStore_NoTimer()
    {
        using CapacityAwareChatClient client = Make.Router(_time, new ModelRoute("a", new TestClient()) { Limits = Long });

        Assert.Equal(0, _time.ActiveTimers);
    }

    [Fact]
    public void Load_HalfAnHourLater_GoesOnWithWhatHasFlowedBack()
    {
        // 240 a day are ten an hour: of twenty that were used 30 minutes ago, five are back. The month counts on.
        DateTimeOffset before = _time.GetUtcNow() - TimeSpan.FromMinutes(30);
        _store.Levels = [new("Routes:A", CapacityDimension.RequestsPerDay, 20, before), new("Routes:a", CapacityDimension.RequestsPerMonth, 70, before)];

        using CapacityAwareChatClient client = Router(Long);

        Assert.Equal([60 / 6, 225, 30], client.Route("a").Buckets.Select(bucket => Math.Round(bucket.Level, 6)));
    }

    [Fact]
    public void Load_APeriodThatIsOver_HasNoEffect()
    {
        _store.Levels =
        [
            new("Routes:a", CapacityDimension.CostPerDay, 3, _time.GetUtcNow() - TimeSpan.FromSeconds(1)),
            new("Routes:a", CapacityDimension.CostPerMonth, 3, _time.GetUtcNow() - TimeSpan.FromSeconds(1)),
        ];

        using CapacityAwareChatClient client = Router(new() { CostPerDay = 5, CostPerMonth = 50 });

        // A second ago it was January 1, and the month is the same.
        Assert.Equal([5, 47], client.Route("a").Budgets.Select(budget => budget.Left));
    }

    [Fact]
    public void Load_NonsenseOrOthersLevels_HasNoEffect()
    {
        DateTimeOffset now = _time.GetUtcNow();
        _store.Levels =
        [
            null!, new("Routes:b", CapacityDimension.RequestsPerDay, 5, now), new("Quotas:a", CapacityDimension.RequestsPerDay, 5, now),
            new("Routes:a", CapacityDimension.RequestsPerMinute, 5, now), new("Routes:a", CapacityDimension.TokensPerDay, 5, now), new("Routes:a", CapacityDimension.RequestsPerDay, -5, now),
        ];

        using CapacityAwareChatClient client = Router(Long);

        Assert.All(client.Route("a").Buckets, bucket => Assert.Equal(bucket.Burst, bucket.Level));
    }

    [Fact]
    public void Load_MoreThanAnyLimit_IsADebtOfThisMonthOnly()
    {
        _store.Levels = [new("Routes:a", CapacityDimension.RequestsPerMonth, decimal.MaxValue, _time.GetUtcNow())];

        using CapacityAwareChatClient client = Router(Long);

        // A debt is remembered up to once the limit.
        Assert.Equal(-100, client.Route("a").Buckets[^1].Level);
        _time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(100, client.Route("a").Buckets[^1].Level);
    }

    [Fact]
    public async Task Store_ThatThrows_IsLoggedOnceAndDisturbsNoCall()
    {
        using CapturingLoggerFactory log = new();
        _store.Error = new IOException("disk full");
        CapacityAwareChatClient client = new([new("a", new TestClient()) { Limits = Long }], new() { QuotaSource = _store }, _time, log);

        await client.AskAsync(streaming: false);
        _time.Advance(TimeSpan.FromMinutes(1));
        await client.AskAsync(streaming: false);
        client.Dispose();

        Assert.Single(log.Messages, message => message.StartsWith("Warning: Loading", StringComparison.Ordinal) && message.Contains("IOException", StringComparison.Ordinal));
        Assert.Single(log.Messages, message => message.StartsWith("Warning: Saving", StringComparison.Ordinal));
    }

    [Fact]
    public void Container_WithAStore_IsAskedForIt()
    {
        _store.Levels = [new("Quotas:team", CapacityDimension.RequestsPerMonth, 70, _time.GetUtcNow())];
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Quotas:team:RequestsPerMonth"] = "100" })
            .Build();
        ServiceCollection services = [];
        services.AddSingleton<TimeProvider>(_time).AddSingleton<IQuotaSource>(_store).AddCapacityAwareFallback(routing =>
        {
            CapacityQuota team = routing.AddQuota("team", new());
            routing.BindConfiguration(configuration).AddRoute("a", new TestClient(), route => route.Quota = team);
        });
        using ServiceProvider provider = services.BuildServiceProvider();

        // The limit comes from configuration, after the quota was made.
        Assert.Equal(30, Assert.Single(provider.GetRequiredService<IChatClient>().Route("a").Buckets).Level);
    }

    [Fact]
    public void Container_WithAKeyedRouter_IsAskedForTheStoreOfItsKey()
    {
        _store.Levels = [new("Routes:a", CapacityDimension.RequestsPerMonth, 70, _time.GetUtcNow())];
        ServiceCollection services = [];
        services.AddSingleton<TimeProvider>(_time).AddSingleton<IQuotaSource>(new MemoryStore()).AddKeyedSingleton<IQuotaSource>("key", _store);
        services.AddCapacityAwareFallback("key", routing => routing.AddRoute("a", new TestClient(), route => route.Limits = new() { RequestsPerMonth = 100 }));
        using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Equal(30, Assert.Single(provider.GetRequiredKeyedService<IChatClient>("key").Route("a").Buckets).Level);
    }

    private CapacityAwareChatClient Router(CapacityLimits limits) =>
        new([new("a", new TestClient()) { Limits = limits, Prices = new() }], new() { QuotaSource = _store }, _time);

    private sealed class MemoryStore : IQuotaSource
    {
        public int Saves { get; private set; }

        public IReadOnlyList<QuotaUsage> Levels { get; set; } = [];

        public Exception? Error { get; set; }

        public IReadOnlyList<QuotaUsage> Load() => Error is null ? Levels : throw Error;

        public void Save(IReadOnlyList<QuotaUsage> levels)
        {
            if (Error is not null)
                throw Error;
            Saves++;
            Levels = levels;
        }
    }
}
