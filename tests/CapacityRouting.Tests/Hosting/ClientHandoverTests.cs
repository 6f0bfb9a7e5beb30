using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace CapacityRouting.Tests.Hosting;

/// <summary>Whose the clients are of a router that could not be made.</summary>
public sealed class ClientHandoverTests
{
    private static readonly Dictionary<string, Action<CapacityRoutingBuilder>> Faults = new(StringComparer.Ordinal)
    {
        ["a factory that throws"] = routing => routing.AddRoute("broken", _ => throw new NotSupportedException("no client")),
        ["a factory that gives null"] = routing => routing.AddRoute("broken", _ => null!),
        ["a route that is the router"] = routing => routing.AddRoute("broken", services => services.GetRequiredService<IChatClient>()),
        ["a wrong setting"] = routing => routing.Configure(options => options.MaxAttempts = 0),
    };

    public static TheoryData<string> Names => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Resolve_InVain_DisposesWhatWasMadeForTheRouter(string fault)
    {
        List<TestClient> made = [];
        using ServiceProvider services = Services(fault, routing => routing.AddRoute("made", _ => Added(made)));

        Assert.ThrowsAny<Exception>(services.GetRequiredService<IChatClient>);
        Assert.ThrowsAny<Exception>(services.GetRequiredService<IChatClient>);

        Assert.Equal([1, 1], made.Select(client => client.Disposals));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Resolve_InVain_LeavesTheClientsOfOthers(string fault)
    {
        TestClient instance = new();
        TestClient keyed = new();
        TestClient lent = new();
        using ServiceProvider services = Services(fault, routing => routing
            .AddRoute("instance", instance, HandedOver)
            .AddKeyedRoute("keyed", "inner", HandedOver)
            .AddRoute("found", container => container.GetRequiredKeyedService<IChatClient>("inner"))
            .AddRoute("lent", _ => lent, route => route.LeaveOpen = true), keyed);

        Assert.ThrowsAny<Exception>(services.GetRequiredService<IChatClient>);

        Assert.Equal((0, 0, 0), (instance.Disposals, keyed.Disposals, lent.Disposals));
    }

    [Fact]
    public void Resolve_InVain_DisposesAClientOfTwoRoutesOnce()
    {
        TestClient shared = new();
        using ServiceProvider services = Services("a factory that throws", routing => routing
            .AddRoute("a", _ => shared, HandedOver)
            .AddRoute("b", _ => shared, HandedOver));

        Assert.ThrowsAny<Exception>(services.GetRequiredService<IChatClient>);

        Assert.Equal(1, shared.Disposals);
    }

    [Fact]
    public void Resolve_InVainOverAClientThatCannotBeDisposed_TellsWhatWentWrong()
    {
        TestClient other = new();
        using ServiceProvider services = Services("a factory that throws", routing => routing
            .AddRoute("a", _ => new Undisposable(new TestClient()), HandedOver)
            .AddRoute("b", _ => other, HandedOver));

        Exception thrown = Assert.ThrowsAny<Exception>(services.GetRequiredService<IChatClient>);

        Assert.Contains("no client", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(1, other.Disposals);
    }

    [Fact]
    public async Task Resolve_OfARouter_HandsTheClientsOver()
    {
        TestClient client = new();
        ServiceProvider services = new ServiceCollection().AddCapacityAwareFallback(routing => routing.AddRoute("a", _ => client, HandedOver)).BuildServiceProvider();
        services.GetRequiredService<IChatClient>();
        Assert.Equal(0, client.Disposals);

        await services.DisposeAsync();

        Assert.Equal(1, client.Disposals);
    }

    private static ServiceProvider Services(string fault, Action<CapacityRoutingBuilder> configure, IChatClient? keyed = null) =>
        new ServiceCollection()
            .AddKeyedSingleton("inner", keyed ?? new TestClient())
            .AddCapacityAwareFallback(configure + Faults[fault])
            .BuildServiceProvider();

    private static void HandedOver(RouteSettings route) => route.LeaveOpen = false;

    private static TestClient Added(List<TestClient> made)
    {
        TestClient client = new();
        made.Add(client);
        return client;
    }

    private sealed class Undisposable(IChatClient inner) : DelegatingChatClient(inner)
    {
        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            throw new InvalidOperationException("disposed");
        }
    }
}
