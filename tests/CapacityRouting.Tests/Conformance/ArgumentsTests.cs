using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Conformance;

public sealed class ArgumentsTests
{
    [Fact]
    public async Task GetResponse_NullMessages_AreRefused()
    {
        using CapacityAwareChatClient client = Make.Router(new TestClient());

        await Assert.ThrowsAsync<ArgumentNullException>("messages", () => client.GetResponseAsync((IEnumerable<ChatMessage>)null!));
    }

    [Fact]
    public void GetStreamingResponse_NullMessages_AreRefusedAtTheCall()
    {
        using CapacityAwareChatClient client = Make.Router(new TestClient());

        Assert.Throws<ArgumentNullException>("messages", () => client.GetStreamingResponseAsync((IEnumerable<ChatMessage>)null!));
    }

    [Fact]
    public void Constructor_NullRoutes_AreRefused() =>
        Assert.Throws<ArgumentNullException>("routes", () => new CapacityAwareChatClient(null!));

    [Fact]
    public void Constructor_NoRoutes_AreRefused() =>
        Assert.Contains("Routes", Assert.Throws<ArgumentException>("routes", () => new CapacityAwareChatClient([])).Message, StringComparison.Ordinal);

    [Fact]
    public void Constructor_NullAmongTheRoutes_IsRefused() =>
        Assert.Contains("null", Assert.Throws<ArgumentException>("routes", () => new CapacityAwareChatClient([new("a", new TestClient()), null!])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void MaxAttempts_BelowOne_IsRefusedByName(int attempts)
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => Make.Router(new CapacityRoutingOptions { MaxAttempts = attempts }, new TestClient()));

        Assert.Contains("MaxAttempts", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"{attempts}", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Routes_ChangedLaterByTheCaller_HaveNoEffect(bool streaming)
    {
        TestClient late = TestClient.Saying("late");
        List<ModelRoute> routes = [new("a", TestClient.Saying("first"))];
        using CapacityAwareChatClient client = new(routes, timeProvider: new FakeTimeProvider());

        routes[0] = new("b", late);
        routes.Add(new("c", late));

        Assert.Equal("first", (await client.AskAsync(streaming)).Text);
        Assert.Equal("a", Assert.Single(client.Monitor().GetSnapshot().Routes).Name);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Settings_ChangedLaterByTheCaller_HaveNoEffect(bool streaming)
    {
        TestClient first = new();
        ModelRoute route = new("a", first) { ModelId = "before" };
        CapacityRoutingOptions options = new() { MaxAttempts = 1 };
        using CapacityAwareChatClient client = new([route, new("b", new TestClient())], options, new FakeTimeProvider());

        route.ModelId = "after";
        route.Limits = new() { RequestsPerMinute = 1 };
        route.Tags = ["fast"];
        options.MaxAttempts = 0;

        await client.AskAsync(streaming);
        await client.AskAsync(streaming);
        Assert.All(first.Options, asked => Assert.Equal("before", asked!.ModelId));
        Assert.Equal(2, first.Calls);
    }
}
