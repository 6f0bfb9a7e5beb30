using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Conformance;

/// <summary>Where nothing was sent, the program is at fault: it is told at once, and no other route is asked.</summary>
public sealed class BrokenRuntimeTests
{
    public static TheoryData<Exception> Mistakes =>
    [
        new MissingMethodException("Client", "Send"), new TypeLoadException(), new BadImageFormatException(), new InvalidCastException(), new ObjectDisposedException("client"),
        new InsufficientMemoryException(), new TypeInitializationException("Client", new InvalidOperationException()), new InvalidProgramException(), new FileLoadException(),
        new FileNotFoundException("missing", "Some.Assembly, Version=1.0.0.0"),
    ];

    [Theory]
    [MemberData(nameof(Mistakes), DisableDiscoveryEnumeration = true)]
    public async Task Exception_OfTheProgram_IsThrownAtOnce(Exception mistake)
    {
        TestClient second = new();
        using CapacityAwareChatClient client = Make.Router(new TestClient { OnResponse = (_, _, _) => throw mistake }, second);

        Exception? thrown = await Record.ExceptionAsync(() => client.AskAsync(streaming: false));

        Assert.Same(mistake, thrown);
        Assert.Equal(0, second.Calls);
        Assert.Equal(Polly.CircuitBreaker.CircuitState.Closed, client.Route("a").Circuit);
    }

    /// <summary>A request that went out and broke off is the route's, whatever was thrown.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Exception_AfterARequestWentOut_IsTheRoutes(bool streaming)
    {
        StubHandler network = new(_ => throw new ObjectDisposedException("connection"));
        using CapacityAwareChatClient client = Make.Router(new HttpChatClient(new CapacityObserver(network)), TestClient.Saying("second"));

        Assert.Equal("second", (await client.AskAsync(streaming)).Text);
    }

    [Fact]
    public async Task File_ThatIsNoAssembly_IsNotTheRuntime()
    {
        using CapacityAwareChatClient client = Make.Router(new TestClient { OnResponse = (_, _, _) => throw new FileNotFoundException("no certificate", "client.pfx") }, TestClient.Saying("second"));

        Assert.Equal("second", (await client.AskAsync(streaming: false)).Text);
    }
}
