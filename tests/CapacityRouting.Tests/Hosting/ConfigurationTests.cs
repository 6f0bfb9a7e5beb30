using System.Text;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CapacityRouting.Tests.Hosting;

public sealed class ConfigurationTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task BindConfiguration_Settings_GoOverThoseOfCode()
    {
        TestClient model = new();
        using ServiceProvider services = Services(
            """
            { "CapacityRouting": {
                "MaxWait": "00:00:03", "MaxAttempts": 1, "FailoverOnContentFilter": true,
                "CircuitBreaker": { "FailureRatio": 0.25 },
                "Routes": { "a": {
                    "ModelId": "from-configuration", "MaxInputTokens": 1000, "Tags": [ "fast", "cheap" ],
                    "Limits": { "RequestsPerMinute": 60, "TokensPerDay": 5000, "MaxConcurrentRequests": 3, "Burst": "00:00:20" } } } } }
            """,
            routing => routing.AddRoute("a", model, route =>
            {
                route.ModelId = "from-code";
                route.Limits = new() { RequestsPerMinute = 1, InputTokensPerMinute = 777 };
            }));
        IChatClient client = services.GetRequiredService<IChatClient>();

        await client.AskAsync(streaming: false, new ChatOptions().WithRouting(new() { Tags = ["FAST"] }));

        Assert.Equal("from-configuration", model.Options.Single()!.ModelId);
        RouteSnapshot route = client.Route("a");
        Assert.Equal(3, route.MaxConcurrentRequests);
        Assert.Equal(1000, route.Window);
        Assert.Equal(20, route.Buckets.Single(bucket => bucket.Dimension == CapacityDimension.RequestsPerMinute).Burst);
        Assert.Equal(777, route.Buckets.Single(bucket => bucket.Dimension == CapacityDimension.InputTokensPerMinute).Limit);
        Assert.Equal(5000, route.Buckets.Single(bucket => bucket.Dimension == CapacityDimension.TokensPerDay).Limit);
    }

    [Fact]
    public void BindConfiguration_WrongSettings_AreAllToldAtStartWithTheirPaths()
    {
        using ServiceProvider services = Services(
            """
            { "CapacityRouting": {
                "MaxWiat": "00:00:03", "MaxWait": "soon", "MaxAttempts": 0,
                "Quotas": { "account": { "RequestsPerMinute": "-3" } },
                "Routes": {
                    "a": { "Limits": { "RequestsPerMinute": "many", "Colour": "red" }, "Quota": "nobody" },
                    "b": { } } } }
            """,
            routing => routing.AddRoute("a", TestClient.Saying("ok")));

        OptionsValidationException thrown = Assert.ThrowsAny<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        string[] paths = [.. thrown.Failures.Select(failure => failure[..failure.IndexOf(": ", StringComparison.Ordinal)])];
        Assert.Equal(
            [
                "CapacityRouting:MaxWait", "CapacityRouting:MaxWiat", "CapacityRouting:Routes:a:Limits:Colour",
                "CapacityRouting:Routes:a:Limits:RequestsPerMinute", "CapacityRouting:Routes:a:Quota", "CapacityRouting:Routes:b",
                "MaxAttempts", "Quotas:account:RequestsPerMinute",
            ],
            paths.Order(StringComparer.Ordinal));
        Assert.Contains(thrown.Failures, failure => failure.Contains("'many'", StringComparison.Ordinal));
        Assert.Contains(thrown.Failures, failure => failure.Contains("'soon'", StringComparison.Ordinal));
        Assert.Contains(thrown.Failures, failure => failure.Contains("known here: MaxWait, ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reload_NewLimits_KeepTheLevelInUnits()
    {
        ReloadableConfiguration configuration = new("""{ "Routes": { "a": { "Limits": { "RequestsPerMinute": 60, "Burst": "00:01:00" } } } }""");
        using ServiceProvider services = Services(configuration, routing => routing.AddRoute("a", TestClient.Saying("ok")));
        IChatClient client = services.GetRequiredService<IChatClient>();
        for (int i = 0; i < 45; i++)
            await client.AskAsync(streaming: false);
        Assert.Equal(15, client.Route("a").Buckets.Single().Level, 6);

        configuration.Change("""{ "MaxWait": "00:00:00", "Routes": { "a": { "Limits": { "RequestsPerMinute": 600, "Burst": "00:01:00" } } } }""");

        BucketSnapshot bucket = client.Route("a").Buckets.Single();
        Assert.Equal(600, bucket.Limit);
        Assert.Equal(15, bucket.Level, 6);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(25, client.Route("a").Buckets.Single().Level, 6);
    }

    [Fact]
    public async Task Reload_NewPolicy_IsInForceForTheNextCall()
    {
        ReloadableConfiguration configuration = new("""{ "MaxWait": "00:00:00" }""");
        using ServiceProvider services = Services(configuration, routing => routing
            .AddRoute("a", TestClient.Saying("ok"), route => route.Limits = new() { RequestsPerMinute = 6 }));
        IChatClient client = services.GetRequiredService<IChatClient>();
        await client.AskAsync(streaming: false);
        await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming: false));

        configuration.Change("""{ "MaxWait": "00:00:10" }""");

        Assert.Equal("ok", (await _time.RunAsync(client.AskAsync(streaming: false))).Text);
    }

    [Fact]
    public async Task Reload_OfAPolicyThatKeepsLessBack_LetsGoWhoWaitsForIt()
    {
        ReloadableConfiguration configuration = new("""{ "BackgroundReserve": 0.5 }""");
        using ServiceProvider services = Services(configuration, routing => routing
            .AddRoute("a", TestClient.Saying("ok"), route => route.Limits = new() { RequestsPerMinute = 60 }));
        IChatClient client = services.GetRequiredService<IChatClient>();
        ChatOptions background = new ChatOptions().WithRouting(new() { Priority = RequestPriority.Background });
        for (int i = 0; i < 5; i++)
            await client.AskAsync(streaming: false, background);
        Task<ChatResponse> waiter = client.AskAsync(streaming: false, background);
        Assert.False(waiter.IsCompleted);

        configuration.Change("""{ "BackgroundReserve": 0 }""");

        Assert.Equal(TimeSpan.Zero, (await waiter.DoneAsync()).GetRoutingReport()!.Waited);
    }

    [Fact]
    public async Task Reload_WrongSettings_IsNotTakenEvenInPart()
    {
        ReloadableConfiguration configuration = new("""{ "Routes": { "a": { "Limits": { "RequestsPerMinute": 60 } } } }""");
        CapturingLoggerFactory logs = new();
        using ServiceProvider services = Services(configuration, routing => routing.AddRoute("a", TestClient.Saying("ok")), logs);
        IChatClient client = services.GetRequiredService<IChatClient>();
        await client.AskAsync(streaming: false);

        configuration.Change("""{ "MaxAttempts": -1, "Routes": { "a": { "Limits": { "RequestsPerMinute": 600 } } } }""");

        Assert.Equal(60, client.Route("a").Buckets.Single().Limit);
        Assert.Contains(logs.Messages, message => message.Contains("MaxAttempts: must be at least 1, is -1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Quotas_SharedByName_AreDrawnOnByAllTheirRoutes()
    {
        ReloadableConfiguration configuration = new(
            """
            { "MaxWait": "00:00:00",
              "Quotas": { "account": { "RequestsPerMinute": 12 } },
              "Routes": { "a": { "Quota": "account" }, "b": { "Quota": "ACCOUNT" } } }
            """);
        using ServiceProvider services = Services(configuration, routing => routing.AddRoute("a", TestClient.Failing(500)).AddRoute("b", TestClient.Saying("b")));
        IChatClient client = services.GetRequiredService<IChatClient>();

        Assert.Equal("b", (await client.AskAsync(streaming: false)).Text);
        await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming: false));
        Assert.All(client.Monitor().GetSnapshot().Routes, route => Assert.Equal("account", route.Quota));

        configuration.Change(
            """
            { "MaxWait": "00:00:00",
              "Quotas": { "account": { "RequestsPerMinute": 1200 } },
              "Routes": { "a": { "Quota": "account" }, "b": { "Quota": "ACCOUNT" } } }
            """);

        Assert.All(client.Monitor().GetSnapshot().Routes, route => Assert.Equal(1200, route.Buckets.Single().Limit));
    }

    [Fact]
    public async Task Dispose_OfTheClient_EndsItsWatch()
    {
        ReloadableConfiguration configuration = new("""{ "MaxWait": "00:00:00" }""");
        CapturingLoggerFactory logs = new();
        ServiceProvider services = Services(configuration, routing => routing.AddRoute("a", TestClient.Saying("ok")), logs);
        services.GetRequiredService<IChatClient>();
        await services.DisposeAsync();

        configuration.Change("""{ "MaxWait": "nonsense" }""");

        Assert.Empty(logs.Messages);
    }

    private ServiceProvider Services(string json, Action<CapacityRoutingBuilder> configure) => new ServiceCollection()
        .AddSingleton<TimeProvider>(_time)
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build())
        .AddCapacityAwareFallback(routing => configure(routing.BindConfiguration("CapacityRouting")))
        .BuildServiceProvider();

    private ServiceProvider Services(ReloadableConfiguration configuration, Action<CapacityRoutingBuilder> configure, CapturingLoggerFactory? logs = null) => new ServiceCollection()
        .AddSingleton<TimeProvider>(_time)
        .AddSingleton<Microsoft.Extensions.Logging.ILoggerFactory>(logs ?? new())
        .AddCapacityAwareFallback(routing => configure(routing.BindConfiguration(configuration.Root)))
        .BuildServiceProvider();
}
