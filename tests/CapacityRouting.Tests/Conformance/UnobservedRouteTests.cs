using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

/// <summary>A route whose traffic nobody shows is told once, with the line of code that shows it.</summary>
public sealed class UnobservedRouteTests
{
    [Fact]
    public async Task Route_WithoutAnObserver_IsToldOnceAfterItsFirstAnswer()
    {
        using CapturingLoggerFactory log = new();
        using CapacityAwareChatClient client = new([new ModelRoute("a", new TestClient()) { Profile = ProviderProfile.Anthropic }], loggerFactory: log);
        Assert.Null(client.Route("a").IsObserved);

        for (int call = 0; call < 3; call++)
            await client.AskAsync(streaming: call == 1);

        Assert.False(client.Route("a").IsObserved);
        Assert.Contains("new ClientOptions().UseCapacityRouting()", Assert.Single(log.Messages, message => message.Contains("not observed", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Route_WithAnObserver_IsObservedFromItsFirstAnswer()
    {
        using CapturingLoggerFactory log = new();
        using CapacityAwareChatClient client = new([new ModelRoute("a", new HttpChatClient(new CapacityObserver(StubHandler.Answering(200, "ok"))))], loggerFactory: log);

        await client.AskAsync(streaming: false);

        Assert.True(client.Route("a").IsObserved);
        Assert.DoesNotContain(log.Messages, message => message.Contains("not observed", StringComparison.Ordinal));
    }

    /// <summary>A failure shows little of the client: it may not have reached the network.</summary>
    [Fact]
    public async Task Route_ThatFails_IsNotTold()
    {
        using CapacityAwareChatClient client = Make.Router(TestClient.Failing(500), new TestClient());

        await client.AskAsync(streaming: false);

        Assert.Null(client.Route("a").IsObserved);
    }
}
