using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace CapacityRouting.Tests.Hosting;

/// <summary>A router's policy follows the container's options of its name, as any other library's does.</summary>
public sealed class OptionsTests
{
    [Theory]
    [InlineData(null, 3)]
    [InlineData("router", 3)]
    [InlineData("", 1)]
    [InlineData("Router", 1)]
    public async Task Configure_OfTheContainer_IsOfTheRoutersWithThatName(string? name, int attempts)
    {
        TestClient failing = TestClient.Failing(500);
        await using ServiceProvider services = new ServiceCollection()
            .Configure<CapacityRoutingOptions>(name, options => options.MaxAttempts = 3)
            .AddCapacityAwareFallback("router", Failing(failing, options => options.MaxAttempts ??= 1))
            .BuildServiceProvider();

        await Assert.ThrowsAnyAsync<Exception>(() => services.GetRequiredKeyedService<IChatClient>("router").GetResponseAsync("hi"));

        Assert.Equal(attempts, failing.Calls);
    }

    [Fact]
    public async Task Configure_OfTheBuilder_GoesOverTheContainers()
    {
        TestClient failing = TestClient.Failing(500);
        await using ServiceProvider services = new ServiceCollection()
            .Configure<CapacityRoutingOptions>(options => options.MaxAttempts = 3)
            .AddCapacityAwareFallback(Failing(failing, options => options.MaxAttempts = 2))
            .BuildServiceProvider();

        await Assert.ThrowsAnyAsync<Exception>(() => services.GetRequiredService<IChatClient>().GetResponseAsync("hi"));

        Assert.Equal(2, failing.Calls);
        Assert.Equal(3, services.GetRequiredService<IOptionsMonitor<CapacityRoutingOptions>>().CurrentValue.MaxAttempts);
    }

    [Fact]
    public void Configure_WrongValues_AreErrorsAtStartOfTheRouterOfThatName()
    {
        using ServiceProvider services = new ServiceCollection()
            .Configure<CapacityRoutingOptions>("bad", options => options.MaxAttempts = 0)
            .AddCapacityAwareFallback("bad", routing => routing.AddRoute("a", new TestClient()))
            .AddCapacityAwareFallback("good", routing => routing.AddRoute("a", new TestClient()))
            .BuildServiceProvider();

        OptionsValidationException refused = Assert.ThrowsAny<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.StartsWith("MaxAttempts: ", Assert.Single(refused.Failures), StringComparison.Ordinal);
        Assert.NotNull(services.GetRequiredKeyedService<IChatClient>("good"));
    }

    [Fact]
    public async Task Change_OfTheOptions_IsInForce()
    {
        TestClient failing = TestClient.Failing(500);
        using Source source = new();
        int attempts = 3;
        await using ServiceProvider services = new ServiceCollection()
            .AddSingleton<IOptionsChangeTokenSource<CapacityRoutingOptions>>(source)
            .Configure<CapacityRoutingOptions>(options => options.MaxAttempts = attempts)
            .AddCapacityAwareFallback(Failing(failing, _ => { }))
            .BuildServiceProvider();
        IChatClient client = services.GetRequiredService<IChatClient>();
        await Assert.ThrowsAnyAsync<Exception>(() => client.GetResponseAsync("hi"));
        int before = failing.Calls;

        attempts = 1;
        source.Change();
        await Assert.ThrowsAnyAsync<Exception>(() => client.GetResponseAsync("hi"));

        Assert.Equal((3, 1), (before, failing.Calls - before));
    }

    [Fact]
    public async Task Parts_OfARouter_AreInTheContainer()
    {
        await using ServiceProvider services = new ServiceCollection()
            .AddCapacityAwareFallback(routing => routing.AddRoute("a", new TestClient()))
            .AddCapacityAwareFallback("keyed", routing => routing.AddRoute("b", new TestClient()))
            .BuildServiceProvider();

        Assert.Equal("a", services.GetRequiredService<ICapacityMonitor>().GetSnapshot().Routes.Single().Name);
        Assert.Equal("b", services.GetRequiredKeyedService<ICapacityMonitor>("keyed").GetSnapshot().Routes.Single().Name);
        await services.GetRequiredService<IRouteControl>().IsolateAsync("a");
        await services.GetRequiredKeyedService<IRouteControl>("keyed").IsolateAsync("b");
    }

    [Fact]
    public void Parts_WhereAnotherClientHasTakenTheRoutersPlace_AreAnErrorWithTheRemedy()
    {
        using ServiceProvider services = new ServiceCollection()
            .AddCapacityAwareFallback(routing => routing.AddRoute("a", new TestClient()))
            .AddSingleton<IChatClient>(new TestClient())
            .BuildServiceProvider();

        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => services.GetRequiredService<ICapacityMonitor>());

        Assert.Contains("register the router with a key", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Five routes, so that only the policy bounds the attempts.</summary>
    private static Action<CapacityRoutingBuilder> Failing(TestClient client, Action<CapacityRoutingOptions> configure) => routing =>
    {
        for (int i = 0; i < 5; i++)
            routing.AddRoute($"route-{i}", client);
        routing.Configure(configure);
    };

    private sealed class Source : IOptionsChangeTokenSource<CapacityRoutingOptions>, IDisposable
    {
        private CancellationTokenSource _changed = new();

        public void Dispose() => _changed.Dispose();

        public string? Name => Options.DefaultName;

        public IChangeToken GetChangeToken() => new CancellationChangeToken(_changed.Token);

        public void Change() => Interlocked.Exchange(ref _changed, new()).Cancel();
    }
}
