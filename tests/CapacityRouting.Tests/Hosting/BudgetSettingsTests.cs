using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Hosting;

public sealed class BudgetSettingsTests
{
    [Fact]
    public void Router_WrongBudgets_NamesEachWithItsPath()
    {
        ModelRoute[] routes =
        [
            new("free", new TestClient()) { Limits = new() { CostPerDay = 1 } },
            new("odd", new TestClient())
            {
                Limits = new() { CostPerDay = 0, CostPerMonth = -2.5m, RequestsPerMonth = 0, TokensPerMonth = 1, TimeZone = "Mars/Olympus", DailyReset = (LimitReset)7 },
                Prices = new() { InputPerMillion = -1, OutputPerMillion = 2_000_000, CachedInputPerMillion = -0.5m },
                Profile = ProviderProfile.OpenAI with { TimeZone = "Nowhere" },
            },
        ];

        string message = Assert.Throws<ArgumentException>(() => new CapacityAwareChatClient(routes)).Message;

        string[] expected =
        [
            "Routes:free:Prices: must be set, since a budget (CostPerDay, CostPerMonth) counts this route.",
            "Routes:odd:Limits:CostPerDay: must be more than zero and at most 1000000000, is 0.",
            "Routes:odd:Limits:CostPerMonth: must be more than zero and at most 1000000000, is -2.5.",
            "Routes:odd:Limits:RequestsPerMonth: must be at least 1, is 0.",
            "Routes:odd:Limits:TokensPerMonth: can never pass a request, is 1",
            "Routes:odd:Limits:TimeZone: there is no time zone 'Mars/Olympus' on this machine.",
            "Routes:odd:Limits:DailyReset: must be one of Continuous, Calendar, is 7.",
            "Routes:odd:Prices:InputPerMillion: must be from 0 to 1000000, is -1.",
            "Routes:odd:Prices:OutputPerMillion: must be from 0 to 1000000, is 2000000.",
            "Routes:odd:Prices:CachedInputPerMillion: must be from 0 to 1000000, is -0.5.",
            "Routes:odd:Profile:TimeZone: there is no time zone 'Nowhere' on this machine.",
        ];
        Assert.All(expected, error => Assert.Contains(error, message, StringComparison.Ordinal));
        Assert.Equal(expected.Length, message.Split('\n').Length);
    }

    [Fact]
    public void Configuration_Budgets_AreRead()
    {
        using ServiceProvider services = Services(new()
        {
            ["Routes:a:Limits:CostPerDay"] = "2.5",
            ["Routes:a:Limits:TokensPerMonth"] = "3000",
            ["Routes:a:Limits:RequestsPerDay"] = "24",
            ["Routes:a:Limits:DailyReset"] = "calendar",
            ["Routes:a:Limits:TimeZone"] = "Asia/Tokyo",
            ["Routes:a:Limits:Paced"] = "true",
            ["Routes:a:Prices:InputPerMillion"] = "0.15",
            ["Routes:a:Prices:OutputPerMillion"] = "0.6",
            ["Routes:a:Prices:CachedInputPerMillion"] = "0.075",
        });

        RouteSnapshot route = services.GetRequiredService<IChatClient>().Route("a");

        // At midnight in UTC it is nine in the morning in Tokyo: ten of 24 hours are released, one of them ahead.
        BucketSnapshot budget = Assert.Single(route.Buckets, bucket => bucket.IsBudget);
        Assert.Equal((2.5m, new DateTimeOffset(2026, 1, 2, 15, 0, 0, TimeSpan.Zero)), (budget.Limit, budget.ResetsAt));
        Assert.Equal(2.5 * 10 / 24, (double)budget.Level, 6);
        Assert.Equal([(CapacityDimension.RequestsPerDay, 24m), (CapacityDimension.TokensPerMonth, 3_000m)], route.Buckets.Where(bucket => !bucket.IsBudget).Select(bucket => (bucket.Dimension, bucket.Limit)));
        Assert.Equal(10, (double)route.Buckets[0].Level, 6);
    }

    [Fact]
    public void Configuration_WrongBudgets_AreToldWithTheirPaths()
    {
        using ServiceProvider services = Services(new()
        {
            ["Quotas:team:CostPerMonth"] = "100",
            ["Routes:a:Quota"] = "team",
            ["Routes:a:Prices:Input"] = "1",
            ["Routes:b:Limits:CostPerDay"] = "much",
            ["Routes:b:Limits:DailyReset"] = "weekly",
        });

        string[] errors = [.. Assert.ThrowsAny<OptionsValidationException>(services.GetRequiredService<IChatClient>).Failures];

        Assert.Contains(errors, error => error.StartsWith("Routes:a:Prices:Input: unknown setting", StringComparison.Ordinal));
        Assert.Contains("Routes:b:Limits:CostPerDay: must be a number, is 'much'.", errors);
        Assert.Contains("Routes:b:Limits:DailyReset: must be one of Continuous, Calendar, is 'weekly'.", errors);
    }

    [Fact]
    public void Configuration_ABudgetForAQuotaWhoseRouteHasNoPrices_IsAnErrorTold()
    {
        using ServiceProvider services = Services(new() { ["Quotas:coded:CostPerMonth"] = "100", ["Routes:a:Quota"] = "coded" });

        string error = Assert.Single(Assert.ThrowsAny<OptionsValidationException>(services.GetRequiredService<IChatClient>).Failures);

        Assert.StartsWith("Routes:a:Prices: must be set", error, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(Dictionary<string, string?> settings)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        ServiceCollection services = [];
        services.AddSingleton<TimeProvider>(new FakeTimeProvider(new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero))).AddCapacityAwareFallback(routing =>
        {
            routing.AddQuota("coded", new());
            routing.AddRoute("a", new TestClient()).AddRoute("b", new TestClient()).BindConfiguration(configuration);
        });
        return services.BuildServiceProvider();
    }
}
