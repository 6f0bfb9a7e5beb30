using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CapacityRouting.Tests.Hosting;

public sealed class DependencyInjectionTests
{
    [Fact]
    public async Task AddCapacityAwareFallback_InstanceFactoryAndKeyedRoutes_AreTriedInTheOrderAdded()
    {
        await using ServiceProvider services = new ServiceCollection()
            .AddKeyedSingleton<IChatClient>("inner", TestClient.Saying("keyed"))
            .AddCapacityAwareFallback(routing => routing
                .AddRoute("instance", TestClient.Failing(500))
                .AddRoute("factory", _ => TestClient.Failing(500))
                .AddKeyedRoute("keyed", "inner"))
            .BuildServiceProvider();

        ChatResponse response = await services.GetRequiredService<IChatClient>().GetResponseAsync("hi");

        Assert.Equal("keyed", response.Text);
        Assert.Equal(["instance", "factory", "keyed"], response.GetRoutingReport()!.Attempts.Select(attempt => attempt.Route));
    }

    [Fact]
    public async Task AddCapacityAwareFallback_WithKey_RegistersAKeyedClientOnly()
    {
        await using ServiceProvider services = new ServiceCollection()
            .AddCapacityAwareFallback("cheap", routing => routing.AddRoute("a", TestClient.Saying("cheap")))
            .AddCapacityAwareFallback("good", routing => routing.AddRoute("a", TestClient.Saying("good")))
            .BuildServiceProvider();

        Assert.Null(services.GetService<IChatClient>());
        Assert.Equal("cheap", (await services.GetRequiredKeyedService<IChatClient>("cheap").GetResponseAsync("hi")).Text);
        Assert.Equal("good", (await services.GetRequiredKeyedService<IChatClient>("good").GetResponseAsync("hi")).Text);
    }

    [Fact]
    public async Task AddCapacityAwareFallback_RegisteredTimeProvider_IsTheRoutersClock()
    {
        ManualTime time = new();
        await using ServiceProvider services = new ServiceCollection()
            .AddSingleton<TimeProvider>(time)
            .AddCapacityAwareFallback(routing => routing.AddRoute("a", TestClient.Saying("ok"), route => route.Limits = new() { RequestsPerMinute = 6 }))
            .BuildServiceProvider();
        IChatClient client = services.GetRequiredService<IChatClient>();

        await client.GetResponseAsync("first");
        Task<ChatResponse> second = client.GetResponseAsync("second");
        Assert.False(second.IsCompleted);

        Assert.Equal(TimeSpan.FromSeconds(10), (await time.RunAsync(second)).GetRoutingReport()!.Waited);
    }

    [Fact]
    public async Task Dispose_OfTheContainer_DisposesWhatItsFactoriesMadeAndNothingElse()
    {
        TestClient instance = new();
        TestClient made = new();
        TestClient lent = new();
        TestClient registered = new();
        TestClient found = new();
        ServiceProvider services = new ServiceCollection()
            .AddKeyedSingleton<IChatClient>("inner", (_, _) => registered)
            .AddKeyedSingleton<IChatClient>("instance", found)
            .AddCapacityAwareFallback(routing => routing
                .AddRoute("instance", instance)
                .AddRoute("made", _ => made)
                .AddRoute("lent", _ => lent, route => route.LeaveOpen = true)
                .AddKeyedRoute("keyed", "inner")
                .AddRoute("found", services => services.GetRequiredKeyedService<IChatClient>("instance")))
            .BuildServiceProvider();
        services.GetRequiredService<IChatClient>();

        await services.DisposeAsync();

        Assert.Equal((0, 1, 0), (instance.Disposals, made.Disposals, lent.Disposals));
        Assert.Equal((1, 0), (registered.Disposals, found.Disposals));
    }

    /// <summary>As elsewhere in .NET: a test's registration takes the place of the program's.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("key")]
    public async Task AddCapacityAwareFallback_TwiceWithOneKey_TheLastIsTheOne(string? key)
    {
        ServiceCollection services = [];
        foreach (string text in new[] { "program", "test" })
        {
            if (key is null)
                services.AddCapacityAwareFallback(routing => routing.AddRoute(text, TestClient.Saying(text)));
            else
                services.AddCapacityAwareFallback(key, routing => routing.AddRoute(text, TestClient.Saying(text)));
        }

        await using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Equal("test", (await provider.GetRequiredKeyedService<IChatClient>(key).GetResponseAsync("hi")).Text);
        Assert.Equal("test", Assert.Single(provider.GetRequiredKeyedService<ICapacityMonitor>(key).GetSnapshot().Routes).Name);
    }

    /// <summary>A router is a singleton. A client that lives as long as a scope would be dead before it.</summary>
    [Fact]
    public void Resolve_OverAClientOfAScope_NamesTheRoute()
    {
        using ServiceProvider provider = new ServiceCollection()
            .AddKeyedScoped<IChatClient>("scoped", (_, _) => new TestClient())
            .AddCapacityAwareFallback(routing => routing.AddKeyedRoute("a", "scoped").AddRoute("b", found => found.GetRequiredKeyedService<IChatClient>("scoped")))
            .BuildServiceProvider(validateScopes: true);

        OptionsValidationException refused = Assert.ThrowsAny<OptionsValidationException>(() => provider.GetRequiredService<IChatClient>());

        Assert.Equal(["Routes:a", "Routes:b"], refused.Failures.Select(failure => failure[.."Routes:a".Length]));
        Assert.All(refused.Failures, failure => Assert.Contains("scoped", failure, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Dispose_OfTheContainer_DisposesAClientThatWasHandedOver()
    {
        TestClient client = new();
        ServiceProvider services = new ServiceCollection()
            .AddCapacityAwareFallback(routing => routing.AddRoute("a", client, route => route.LeaveOpen = false))
            .BuildServiceProvider();
        services.GetRequiredService<IChatClient>();

        await services.DisposeAsync();

        Assert.Equal(1, client.Disposals);
    }

    [Fact]
    public void ValidateAtStart_WrongSettings_ReportsEveryErrorWithItsPathAndMakesNoClient()
    {
        int made = 0;
        using ServiceProvider services = new ServiceCollection()
            .AddCapacityAwareFallback(routing => routing
                .Configure(options => options.MaxWait = TimeSpan.FromSeconds(-1))
                .AddRoute("a", _ => throw new InvalidOperationException($"made {++made}"), route => route.Limits = new() { RequestsPerMinute = 0, Burst = TimeSpan.FromMinutes(2) })
                .AddRoute("A", TestClient.Saying("ok"), route => route.MaxOutputTokens = -5))
            .BuildServiceProvider();

        OptionsValidationException thrown = Assert.ThrowsAny<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Equal(5, thrown.Failures.Count());
        Assert.Contains(thrown.Failures, failure => failure.StartsWith("MaxWait: ", StringComparison.Ordinal) && failure.Contains("-00:00:01", StringComparison.Ordinal));
        Assert.Contains(thrown.Failures, failure => failure.StartsWith("Routes:a:Limits:RequestsPerMinute: ", StringComparison.Ordinal));
        Assert.Contains(thrown.Failures, failure => failure.StartsWith("Routes:a:Limits:Burst: ", StringComparison.Ordinal));
        Assert.Contains(thrown.Failures, failure => failure.StartsWith("Routes:A:MaxOutputTokens: ", StringComparison.Ordinal));
        Assert.Contains(thrown.Failures, failure => failure.Contains("names must be unique", StringComparison.Ordinal));
        Assert.Equal(0, made);
    }

    [Fact]
    public void ValidateAtStart_NoRoutes_IsRefused()
    {
        using ServiceProvider services = new ServiceCollection().AddCapacityAwareFallback(_ => { }).BuildServiceProvider();

        OptionsValidationException thrown = Assert.ThrowsAny<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("at least one route", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_FactoriesThatThrowOrGiveNull_AreAllNamedAtOnce()
    {
        using ServiceProvider services = new ServiceCollection()
            .AddCapacityAwareFallback(routing => routing
                .AddRoute("broken", _ => throw new InvalidOperationException("no key"))
                .AddRoute("empty", _ => null!)
                .AddKeyedRoute("missing", "nobody"))
            .BuildServiceProvider();

        OptionsValidationException thrown = Assert.ThrowsAny<OptionsValidationException>(services.GetRequiredService<IChatClient>);

        Assert.Contains(thrown.Failures, failure => failure.StartsWith("Routes:broken: ", StringComparison.Ordinal) && failure.Contains("no key", StringComparison.Ordinal));
        Assert.Contains(thrown.Failures, failure => failure.StartsWith("Routes:empty: ", StringComparison.Ordinal) && failure.Contains("null", StringComparison.Ordinal));
        Assert.Contains(thrown.Failures, failure => failure.StartsWith("Routes:missing: ", StringComparison.Ordinal));
    }

    [Fact]
    public void AddRoute_NullClientOrName_IsRefusedAtOnce()
    {
        ServiceCollection services = [];

        ArgumentNullException client = Assert.Throws<ArgumentNullException>(
            () => services.AddCapacityAwareFallback(routing => routing.AddRoute("a", (IChatClient)null!)));
        Assert.Contains("'a'", client.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => services.AddCapacityAwareFallback(routing => routing.AddRoute(" ", TestClient.Saying("ok"))));
        Assert.Throws<ArgumentException>(() => services.AddCapacityAwareFallback(string.Empty, _ => { }));
    }
}
