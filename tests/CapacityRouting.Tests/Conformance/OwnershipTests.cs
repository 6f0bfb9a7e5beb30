using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace CapacityRouting.Tests.Conformance;

public sealed class OwnershipTests
{
    [Fact]
    public void Dispose_Twice_DisposesEachClientOnceByReference()
    {
        TestClient shared = new();
        TestClient other = new();
        CapacityAwareChatClient client = Make.Router(shared, other, shared);

        client.Dispose();
        client.Dispose();

        Assert.Equal(1, shared.Disposals);
        Assert.Equal(1, other.Disposals);
    }

    [Fact]
    public void Dispose_ClientsThatSayTheyAreEqual_DisposesEach()
    {
        EqualClient first = new();
        EqualClient second = new();

        Make.Router(first, second).Dispose();

        Assert.True(first.IsDisposed);
        Assert.True(second.IsDisposed);
    }

    [Fact]
    public void Dispose_LeaveOpen_DisposesNone()
    {
        TestClient inner = new();

        new CapacityAwareChatClient([new("a", inner)], leaveOpen: true).Dispose();

        Assert.Equal(0, inner.Disposals);
    }

    [Fact]
    public void Dispose_LeaveOpenOfARoute_SparesItsClientAlone()
    {
        TestClient spared = new();
        TestClient owned = new();

        new CapacityAwareChatClient([new("a", spared) { LeaveOpen = true }, new("b", owned)]).Dispose();

        Assert.Equal(0, spared.Disposals);
        Assert.Equal(1, owned.Disposals);
    }

    [Fact]
    public void Dispose_LeaveOpenChangedLater_HasNoEffect()
    {
        TestClient inner = new();
        ModelRoute route = new("a", inner);
        CapacityAwareChatClient client = new([route]);

        route.LeaveOpen = true;
        client.Dispose();

        Assert.Equal(1, inner.Disposals);
    }

    [Fact]
    public void Dispose_OfAContainer_LeavesClientsToWhoOwnsThem()
    {
        TestClient given = new();
        TestClient made = new();
        TestClient keyed = new();
        ServiceCollection services = new();
        services.AddKeyedSingleton<IChatClient>("model", (_, _) => keyed);
        services.AddCapacityAwareFallback(routing => routing
            .AddRoute("given", given)
            .AddRoute("made", _ => made)
            .AddKeyedRoute("keyed", "model"));
        ServiceProvider container = services.BuildServiceProvider();
        IChatClient router = container.GetRequiredService<IChatClient>();

        router.Dispose();
        Assert.Equal((0, 1, 0), (given.Disposals, made.Disposals, keyed.Disposals));

        container.Dispose();
        Assert.Equal((0, 1, 1), (given.Disposals, made.Disposals, keyed.Disposals));
    }

    [Fact]
    public async Task GetResponse_AfterDispose_IsRefused()
    {
        CapacityAwareChatClient client = Make.Router(new TestClient());
        client.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.GetResponseAsync(Ask.Question));
    }

    [Fact]
    public void GetStreamingResponse_AfterDispose_IsRefusedAtTheCall()
    {
        CapacityAwareChatClient client = Make.Router(new TestClient());
        client.Dispose();

        Assert.Throws<ObjectDisposedException>(() => client.GetStreamingResponseAsync(Ask.Question));
    }

    [Fact]
    public async Task GetStreamingResponse_EnumeratedAfterDispose_IsRefused()
    {
        TestClient inner = new();
        CapacityAwareChatClient client = Make.Router(inner);
        IAsyncEnumerable<ChatResponseUpdate> stream = client.GetStreamingResponseAsync(Ask.Question);
        client.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => stream.ToChatResponseAsync());
        Assert.Equal(0, inner.Calls);
    }

    private sealed class EqualClient : IChatClient
    {
        public bool IsDisposed { get; private set; }

        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose() => IsDisposed = true;

        public override bool Equals(object? obj) => obj is EqualClient;

        public override int GetHashCode() => 0;
    }
}
