using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace CapacityRouting.Tests.Hosting;

/// <summary>Routers that need themselves to be made: an error that says so, every time, and none where there is no circle.</summary>
public sealed class CircularRegistrationTests
{
    private static readonly Dictionary<string, Action<IServiceCollection>> Unkeyed = new(StringComparer.Ordinal)
    {
        ["itself"] = services => services.AddCapacityAwareFallback(routing => routing.AddRoute("a", found => found.GetRequiredService<IChatClient>())),
        ["itself, if it is there"] = services => services.AddCapacityAwareFallback(routing => routing.AddRoute("a", found => found.GetService<IChatClient>()!)),
        ["the last of all clients"] = services => services
            .AddSingleton<IChatClient>(TestClient.Saying("first"))
            .AddCapacityAwareFallback(routing => routing.AddRoute("a", found => found.GetServices<IChatClient>().Last())),
        ["itself, behind a route that is well"] = services => services.AddCapacityAwareFallback(routing => routing
            .AddRoute("well", TestClient.Saying("ok"))
            .AddRoute("a", found => found.GetRequiredService<IChatClient>())),
        ["itself in a scope"] = services => services.AddCapacityAwareFallback(routing => routing.AddRoute("a", found =>
        {
            using IServiceScope scope = found.CreateScope();
            return scope.ServiceProvider.GetRequiredService<IChatClient>();
        })),
        ["a singleton that takes it"] = services => services
            .AddSingleton<Taker>()
            .AddCapacityAwareFallback(routing => routing.AddRoute("a", found => found.GetRequiredService<Taker>().Client)),
        ["a service that takes it, made each time"] = services => services
            .AddTransient<Taker>()
            .AddCapacityAwareFallback(routing => routing.AddRoute("a", found => found.GetRequiredService<Taker>().Client)),
        ["itself, in an error of its own"] = services => services.AddCapacityAwareFallback(routing => routing.AddRoute("a", found => Wrapping(found.GetRequiredService<IChatClient>))),
    };

    private static readonly Dictionary<string, Action<IServiceCollection>> Keyed = new(StringComparer.Ordinal)
    {
        ["its key"] = services => services.AddCapacityAwareFallback("k", routing => routing.AddKeyedRoute("a", "k")),
        ["its key in a factory"] = services => services.AddCapacityAwareFallback("k", routing => routing.AddRoute("a", found => found.GetRequiredKeyedService<IChatClient>("k"))),
        ["a service that takes it"] = services => services
            .AddSingleton<KeyedTaker>()
            .AddCapacityAwareFallback("k", routing => routing.AddRoute("a", found => found.GetRequiredService<KeyedTaker>().Client)),
        ["a router that has it as a route"] = services => services
            .AddCapacityAwareFallback("k", routing => routing.AddKeyedRoute("a", "y"))
            .AddCapacityAwareFallback("y", routing => routing.AddKeyedRoute("b", "k")),
    };

    public static TheoryData<string> UnkeyedNames => [.. Unkeyed.Keys];

    public static TheoryData<string> KeyedNames => [.. Keyed.Keys];

    [Theory]
    [MemberData(nameof(UnkeyedNames))]
    public void Resolve_OfARouterWhoseRouteIsItself_NamesTheRouteAndTheRemedyEveryTime(string route)
    {
        ServiceCollection collection = [];
        Unkeyed[route](collection);
        using ServiceProvider services = collection.BuildServiceProvider();

        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(services.GetRequiredService<IChatClient>);

        Assert.Contains("without a key", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("route 'a'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("AddKeyedRoute", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(thrown.Message, Assert.Throws<InvalidOperationException>(services.GetRequiredService<IChatClient>).Message);
    }

    [Theory]
    [MemberData(nameof(KeyedNames))]
    public void Resolve_OfAKeyedRouterWhoseRouteIsItself_NamesItsKeyAndTheRouteEveryTime(string route)
    {
        ServiceCollection collection = [];
        Keyed[route](collection);
        using ServiceProvider services = collection.BuildServiceProvider();

        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => services.GetRequiredKeyedService<IChatClient>("k"));

        Assert.Contains("'k'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("route 'a'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("AddKeyedRoute", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(thrown.Message, Assert.Throws<InvalidOperationException>(() => services.GetRequiredKeyedService<IChatClient>("k")).Message);
    }

    [Theory]
    [InlineData("x", "y", "b")]
    [InlineData("y", "x", "a")]
    public void Resolve_OfRoutersThatHaveEachOther_NamesTheOneOnTheWay(string first, string other, string route)
    {
        using ServiceProvider services = new ServiceCollection()
            .AddCapacityAwareFallback("x", routing => routing.AddKeyedRoute("a", "y"))
            .AddCapacityAwareFallback("y", routing => routing.AddKeyedRoute("b", "x"))
            .BuildServiceProvider();

        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => services.GetRequiredKeyedService<IChatClient>(first));

        Assert.StartsWith($"The router with key '{first}'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains($"by way of the router with key '{other}' (route '{route}')", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_OfARouterWhoseStoreTakesIt_SaysThatNoRouteIsAtFault()
    {
        using ServiceProvider services = new ServiceCollection()
            .AddSingleton<IQuotaSource>(found => new FileQuotaSource(found.GetRequiredService<IChatClient>().ToString()!))
            .AddCapacityAwareFallback(routing => routing.AddRoute("a", TestClient.Saying("ok")))
            .BuildServiceProvider();

        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(services.GetRequiredService<IChatClient>);

        Assert.Contains(nameof(IQuotaSource), thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("route", thrown.Message.Replace("router", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resolve_OfOthersBesideACircle_Works()
    {
        await using ServiceProvider services = new ServiceCollection()
            .AddCapacityAwareFallback(routing => routing.AddKeyedRoute("good", "good"))
            .AddCapacityAwareFallback("good", routing => routing.AddRoute("a", TestClient.Saying("ok")))
            .AddCapacityAwareFallback("circle", routing => routing.AddKeyedRoute("good", "good").AddKeyedRoute("self", "circle"))
            .BuildServiceProvider();

        Assert.Throws<InvalidOperationException>(() => services.GetRequiredKeyedService<IChatClient>("circle"));

        Assert.Equal("ok", (await services.GetRequiredService<IChatClient>().GetResponseAsync("hi")).Text);
        Assert.Throws<InvalidOperationException>(() => services.GetRequiredKeyedService<IChatClient>("circle"));
    }

    [Fact]
    public async Task Resolve_WhenTheCircleIsGone_Works()
    {
        int asked = 0;
        await using ServiceProvider services = new ServiceCollection()
            .AddCapacityAwareFallback(routing => routing.AddRoute("a", found => asked++ == 0 ? found.GetRequiredService<IChatClient>() : TestClient.Saying("ok")))
            .BuildServiceProvider();

        Assert.Throws<InvalidOperationException>(services.GetRequiredService<IChatClient>);

        Assert.Equal("ok", (await services.GetRequiredService<IChatClient>().GetResponseAsync("hi")).Text);
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task Resolve_OfARouteThatGoesOnWithoutTheRouter_Works()
    {
        await using ServiceProvider services = new ServiceCollection()
            .AddCapacityAwareFallback(routing => routing.AddRoute("a", found => OrElse(found.GetRequiredService<IChatClient>, TestClient.Saying("ok"))))
            .BuildServiceProvider();

        Assert.Equal("ok", (await services.GetRequiredService<IChatClient>().GetResponseAsync("hi")).Text);
    }

    [Fact]
    public async Task Resolve_ByManyThreadsAtFirst_MakesOneRouter()
    {
        const int Threads = 4;
        int made = 0;
        using Barrier start = new(Threads);
        await using ServiceProvider services = new ServiceCollection()
            .AddCapacityAwareFallback(routing => routing.AddRoute("a", _ => TestClient.Saying($"{Interlocked.Increment(ref made)}")))
            .BuildServiceProvider();

        IChatClient[] clients = await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => OnAThread(() =>
        {
            start.SignalAndWait();
            return services.GetRequiredService<IChatClient>();
        })));

        Assert.Single(clients.Distinct());
        Assert.Equal(1, made);
    }

    [Fact]
    public async Task Resolve_OfOneRegistrationInTwoContainersAtOnce_MakesBoth()
    {
        using Barrier both = new(2);
        IServiceCollection collection = new ServiceCollection().AddCapacityAwareFallback(routing => routing.AddRoute("a", _ =>
        {
            both.SignalAndWait();
            return TestClient.Saying("ok");
        }));
        await using ServiceProvider one = collection.BuildServiceProvider();
        await using ServiceProvider other = collection.BuildServiceProvider();

        IChatClient[] clients = await Task.WhenAll(OnAThread(one.GetRequiredService<IChatClient>), OnAThread(other.GetRequiredService<IChatClient>));

        Assert.Equal(2, clients.Distinct().Count());
    }

    private static Task<IChatClient> OnAThread(Func<IChatClient> resolve) =>
        Task.Factory.StartNew(resolve, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static IChatClient Wrapping(Func<IChatClient> resolve)
    {
        try
        {
            return resolve();
        }
        catch (InvalidOperationException thrown)
        {
            throw new NotSupportedException("no client", thrown);
        }
    }

    private static IChatClient OrElse(Func<IChatClient> resolve, IChatClient otherwise)
    {
        try
        {
            return resolve();
        }
        catch (InvalidOperationException)
        {
            return otherwise;
        }
    }

    private sealed class Taker(IChatClient client)
    {
        public IChatClient Client => client;
    }

    private sealed class KeyedTaker([FromKeyedServices("k")] IChatClient client)
    {
        public IChatClient Client => client;
    }
}
