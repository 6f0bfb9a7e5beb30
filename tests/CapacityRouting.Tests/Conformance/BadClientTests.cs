using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using Polly;

namespace CapacityRouting.Tests.Conformance;

public sealed class BadClientTests
{
    private readonly Witness _witness = new();

    public static TheoryData<string, bool> NullGivers => new()
    {
        { "task", false }, { "response", false }, { "stream", true }, { "enumerator", true }, { "update", true },
    };

    [Theory]
    [MemberData(nameof(NullGivers))]
    public async Task Client_ThatGivesNull_IsAFailureThatNamesTheRoute(string what, bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(_witness.Options, Giving(what), TestClient.Saying("second"));

        ChatResponse response = await client.AskAsync(streaming);

        Assert.Equal("second", response.Text);
        Assert.Contains("'a'", _witness.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("null", _witness.Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(NullGivers))]
    public async Task Client_ThatGivesNullThroughAPipeline_IsAFailureThatNamesTheRoute(string what, bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(
            new FakeTimeProvider(), _witness.Options, new ModelRoute("a", Giving(what)) { ResiliencePipeline = ResiliencePipeline.Empty }, new("b", TestClient.Saying("second")));

        ChatResponse response = await client.AskAsync(streaming);

        Assert.Equal("second", response.Text);
        Assert.Contains("'a'", _witness.Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(NullGivers))]
    public async Task Client_ThatGivesNullAndIsTheOnlyOne_IsNamedToTheCaller(string what, bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(Giving(what));

        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => client.AskAsync(streaming));

        Assert.Contains("'a'", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("null", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_WithANullContent_IsLeftAsItIs()
    {
        ScriptedStream stream = new() { Updates = [new(ChatRole.Assistant, [null!, new TextContent("one")]), Updates.Text(" two"), Updates.Finish()] };
        using CapacityAwareChatClient client = Make.Router(new CapacityRoutingOptions { MaxContinuations = 1 }, stream.AsClient(), new TestClient());
        List<ChatResponseUpdate> seen = [];

        await client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(seen);

        Assert.Same(stream.Updates[0], seen[0]);
        Assert.Equal(0, client.Route("a").InFlight);
    }

    [Fact]
    public async Task Stream_WithANullUpdateAfterOutput_BreaksByNameAndIsDisposedOnce()
    {
        ScriptedStream stream = new() { Updates = [Updates.Text("hel"), null] };
        using CapacityAwareChatClient client = Make.Router(stream.AsClient());

        StreamInterruptedException thrown = await Assert.ThrowsAsync<StreamInterruptedException>(() => client.AskAsync(streaming: true));

        Assert.Contains("'a': the client yielded a null update", Assert.IsType<InvalidOperationException>(thrown.InnerException).Message, StringComparison.Ordinal);
        Assert.Equal(1, stream.Disposals);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Client_ThatThrowsSynchronously_FailsOver(bool streaming)
    {
        TestClient throwing = new() { OnResponse = (_, _, _) => throw new InvalidOperationException("at once"), OnStream = (_, _, _) => throw new InvalidOperationException("at once") };
        using CapacityAwareChatClient client = Make.Router(_witness.Options, throwing, TestClient.Saying("second"));

        ChatResponse response = await client.AskAsync(streaming);

        Assert.Equal("second", response.Text);
        Assert.Equal("at once", _witness.Exception.Message);
        Assert.Equal(0, client.Route("a").InFlight);
    }

    private static Task<ChatResponse> NoTask => null!;

    private static TestClient Giving(string what) => what switch
    {
        "task" => new() { OnResponse = (_, _, _) => NoTask },
        "response" => new() { OnResponse = (_, _, _) => Task.FromResult<ChatResponse>(null!) },
        "stream" => new() { OnStream = (_, _, _) => null! },
        "enumerator" => new() { OnStream = (_, _, _) => new NoEnumerator() },
        _ => new ScriptedStream { Updates = [null] }.AsClient(),
    };

    private sealed class NoEnumerator : IAsyncEnumerable<ChatResponseUpdate>
    {
        public IAsyncEnumerator<ChatResponseUpdate> GetAsyncEnumerator(CancellationToken cancellationToken = default) => null!;
    }
}
