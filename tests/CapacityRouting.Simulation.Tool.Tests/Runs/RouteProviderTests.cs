using CapacityRouting.Simulation.Tool.Runs;
using CapacityRouting.Simulation.Tool.Tests.Tools;

namespace CapacityRouting.Simulation.Tool.Tests.Runs;

public sealed class RouteProviderTests : IDisposable
{
    private readonly Workshop _workshop = new();

    public void Dispose() => _workshop.Dispose();

    [Fact]
    public void AllOf_ConfiguredLimits_AreTrue()
    {
        ProviderSettings provider = Provider("""{ "MaxInputTokens": 9000, "Limits": { "RequestsPerMinute": 60, "TokensPerDay": 100000, "MaxConcurrentRequests": 4, "Burst": "00:00:05" } }""");

        Assert.Equal([(CapacityDimension.RequestsPerMinute, 60L), (CapacityDimension.TokensPerDay, 100_000)], provider.Limits.Select(limit => (limit.Dimension, limit.Amount)));
        Assert.Equal((4, 9000), (provider.MaxConcurrentRequests, provider.ContextWindow));

        // How much the router dares to spend at once is its own affair.
        Assert.All(provider.Limits, limit => Assert.Null(limit.Burst));
    }

    [Fact]
    public void AllOf_TrueLimits_ReplaceThoseThatTheyName()
    {
        ProviderSettings provider = Provider(
            """{ "MaxInputTokens": 9000, "Limits": { "RequestsPerMinute": 60, "TokensPerMinute": 5000, "MaxConcurrentRequests": 4 } }""",
            """{ "TrueLimits": { "TokensPerMinute": 2500, "TokensPerDay": 90000, "MaxConcurrentRequests": 2, "Burst": "00:00:10" }, "Limiter": "FixedWindow", "ContextWindow": 8000 }""");

        Assert.Equal(
            [(CapacityDimension.RequestsPerMinute, 60L, 10), (CapacityDimension.TokensPerMinute, 2500, 10), (CapacityDimension.TokensPerDay, 90_000, null)],
            provider.Limits.Select(limit => (limit.Dimension, limit.Amount, (int?)limit.Burst?.TotalSeconds)));
        Assert.All(provider.Limits, limit => Assert.Equal(LimiterShape.FixedWindow, limit.Shape));
        Assert.Equal((2, 8000), (provider.MaxConcurrentRequests, provider.ContextWindow));
    }

    [Theory]
    [InlineData("{}", ProviderDialect.OpenAI, true, false, LimiterShape.Continuous)]
    [InlineData("""{ "Profile": "Groq" }""", ProviderDialect.OpenAI, true, false, LimiterShape.Continuous)]
    [InlineData("""{ "Profile": "Anthropic" }""", ProviderDialect.Anthropic, false, false, LimiterShape.Continuous)]
    [InlineData("""{ "Profile": "AzureOpenAI" }""", ProviderDialect.AzureOpenAI, true, false, LimiterShape.Continuous)]
    [InlineData("""{ "Profile": "AzureOpenAIProvisioned" }""", ProviderDialect.AzureOpenAIProvisioned, true, true, LimiterShape.Utilization)]
    public void AllOf_AProfile_TellsDialectChargeAndShape(string route, ProviderDialect dialect, bool reserves, bool returns, LimiterShape shape)
    {
        ProviderSettings provider = Provider(route, """{ "TrueLimits": { "RequestsPerMinute": 60 } }""");

        Assert.Equal((dialect, reserves, returns), (provider.Dialect, provider.Charge.ReservesMaxOutput, provider.Charge.ReturnsUnusedOutput));
        Assert.Equal(shape, Assert.Single(provider.Limits).Shape);
    }

    [Fact]
    public void AllOf_RoutesOfOneQuota_EachHaveTheWholeOfItAndTellNothing()
    {
        IReadOnlyList<ProviderSettings> providers = RouteProvider.AllOf(_workshop.Routes("""
            {
              "Quotas": { "account": { "RequestsPerMinute": 60 }, "alone": { "RequestsPerMinute": 30 } },
              "Routes": { "large": { "Quota": "account" }, "small": { "Quota": "account" }, "other": { "Quota": "alone" } }
            }
            """));

        Assert.Equal([60L, 60, 30], providers.Select(provider => Assert.Single(provider.Limits).Amount));
        Assert.Equal([HeaderStyle.None, HeaderStyle.None, HeaderStyle.Full], providers.Select(provider => provider.Headers));
    }

    [Fact]
    public void AllOf_Truths_AreTheProviders()
    {
        ProviderSettings provider = Provider("{}", """{ "FirstToken": "00:00:01", "Headers": "None", "RetryAfter": "Absent", "Outages": [ {} ], "Neighbour": 0.4, "InputPrice": 1, "OutputPrice": 2 }""");

        Assert.Equal((TimeSpan.FromSeconds(1), new LatencyModel().PerToken), (provider.Latency.FirstToken, provider.Latency.PerToken));
        Assert.Equal((HeaderStyle.None, RetryAfterStyle.Absent, new TokenPrices(1, 2)), (provider.Headers, provider.RetryAfter, provider.Prices));
        Assert.Equal(0.4, Assert.Single(provider.Neighbours).Share);
        Assert.Single(provider.Faults);
    }

    private ProviderSettings Provider(string route, string truth = "{}") =>
        Assert.Single(RouteProvider.AllOf(_workshop.Routes($$"""{ "Routes": { "gpt": {{route}} }, "Simulation": { "Routes": { "gpt": {{truth}} } } }""")));
}
