using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Chat.Streaming;

/// <summary>When an answer has ended, and when it has only stopped.</summary>
public sealed class StreamEndTests
{
    private readonly List<ChatResponseUpdate> _seen = [];

    private string Said => string.Concat(_seen);

    [Fact]
    public async Task End_WithoutTheFinishReasonThatTheRouteHasGivenBefore_IsACut()
    {
        Queue<ScriptedStream> streams = new([.. Enumerable.Range(0, 2).Select(_ => new ScriptedStream { Updates = [Updates.Text("whole"), Updates.Finish()] }), new() { Updates = [Updates.Text("half")] }]);
        using CapacityAwareChatClient client = Make.Router(new TestClient { OnStream = (_, _, _) => streams.Dequeue() });

        await client.AskAsync(streaming: true);
        await client.AskAsync(streaming: true);
        StreamInterruptedException thrown = await Assert.ThrowsAsync<StreamInterruptedException>(() => client.AskAsync(streaming: true));

        Assert.Equal((FailureKind.TruncatedStream, "half"), (thrown.Failure.Kind, thrown.ReceivedText));
    }

    public static TheoryData<string, string[], bool> FirstStreams => new()
    {
        { "OpenAI", ["half"], true },
        { "AzureOpenAI", ["half"], true },
        { "AzureOpenAIProvisioned", ["half"], true },
        { "Anthropic", ["half", "of it"], true },
        { "Generic", ["all there is"], false },
        { "Ollama", ["all there is"], false },
    };

    [Theory]
    [MemberData(nameof(FirstStreams))]
    public async Task End_OfTheFirstStreamWithoutAFinishReason_IsACutWhereTheProviderAlwaysGivesOne(string provider, string[] words, bool isCut)
    {
        ScriptedStream stream = new() { Updates = [.. words.Select(Updates.Text)] };
        ModelRoute route = new("a", stream.AsClient()) { Profile = ProviderProfile.All.Single(profile => profile.Name == provider) };
        using CapacityAwareChatClient client = Make.Router(new FakeTimeProvider(), route);

        Exception? thrown = await Record.ExceptionAsync(() => client.AskAsync(streaming: true));

        Assert.Equal(isCut ? FailureKind.TruncatedStream : null, (thrown as StreamInterruptedException)?.Failure.Kind);
        Assert.Equal(isCut, thrown is StreamInterruptedException);
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("length")]
    [InlineData("tool_calls")]
    [InlineData("odd")]
    public async Task End_OfTheFirstStreamWithAnyFinishReason_IsAnEnd(string reason)
    {
        ScriptedStream stream = new() { Updates = [Updates.Text("whole"), new(ChatRole.Assistant, []) { FinishReason = new(reason) }] };
        using CapacityAwareChatClient client = Make.Router(new FakeTimeProvider(), new ModelRoute("a", stream.AsClient()) { Profile = ProviderProfile.OpenAI });

        Assert.Equal("whole", (await client.AskAsync(streaming: true)).Text);
    }

    [Fact]
    public async Task End_WithoutAFinishReasonWhereNoneWasEverGiven_IsAnEnd()
    {
        using CapacityAwareChatClient client = Make.Router(new TestClient { OnStream = (_, _, _) => new ScriptedStream { Updates = [Updates.Text("all there is")] } });

        Assert.Equal("all there is", (await client.AskAsync(streaming: true)).Text);
        Assert.Equal("all there is", (await client.AskAsync(streaming: true)).Text);
    }

    [Fact]
    public async Task Failure_AfterTheFinishReason_TakesNothingFromAWholeAnswer()
    {
        ScriptedStream stream = new() { Updates = [Updates.Text("whole"), Updates.Finish()], OnMove = index => index == 2 ? throw TestClient.Http(500) : null };
        using CapacityAwareChatClient client = Make.Router(stream.AsClient());

        await client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(_seen);

        Assert.Equal("whole", Said);
        Assert.Null(Assert.Single(_seen[0].GetRoutingReport()!.Attempts).Failure);
        Assert.Equal((1, 0), (stream.Disposals, client.Route("a").InFlight));
    }

    [Fact]
    public async Task Usage_AfterAnErrorAfterTheFinishReason_ReachesTheCaller()
    {
        ScriptedStream stream = new() { Updates = [Updates.Text("whole"), Updates.Finish(), Updates.Error("server_error"), Updates.Usage(3, 4)] };
        using CapacityAwareChatClient client = Make.Router(stream.AsClient());

        await client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(_seen);

        Assert.Equal(("whole", 3), (Said, _seen.Count));
        Assert.Equal(7, _seen[^1].Contents.OfType<UsageContent>().Single().Details.TotalTokenCount);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ErrorContent_WithTheFinishReason_IsAFailure_AfterItItIsNot(bool after)
    {
        ChatResponseUpdate error = new(ChatRole.Assistant, [new ErrorContent("broken") { ErrorCode = "server_error" }]) { FinishReason = after ? null : ChatFinishReason.Stop };
        ScriptedStream stream = new() { Updates = after ? [Updates.Text("half"), Updates.Finish(), error] : [Updates.Text("half"), error] };
        using CapacityAwareChatClient client = Make.Router(stream.AsClient());

        Exception? thrown = await Record.ExceptionAsync(() => client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(_seen));

        Assert.Equal(after, thrown is null);
        Assert.Equal("half", Said);
        Assert.DoesNotContain(_seen, update => update.Contents.Any(content => content is ErrorContent));
    }

    [Theory]
    [InlineData("tool_calls")]
    [InlineData("error")]
    public async Task Failure_AfterAReasonThatEndsNoAnswer_IsAFailure(string reason)
    {
        ChatResponseUpdate pause = new(ChatRole.Assistant, []) { FinishReason = new(reason) };
        ScriptedStream stream = new() { Updates = [Updates.Text("half"), pause], OnMove = index => index == 2 ? throw TestClient.Http(500) : null };
        using CapacityAwareChatClient client = Make.Router(stream.AsClient());

        await Assert.ThrowsAsync<StreamInterruptedException>(() => client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(_seen));
    }

    [Fact]
    public async Task Text_AfterTheFinishReason_IsNoPartOfTheAnswer_ButUsageIs()
    {
        ScriptedStream stream = new() { Updates = [Updates.Text("whole"), Updates.Finish(), Updates.Text(" and more"), Updates.Usage(3, 4)] };
        using CapacityAwareChatClient client = Make.Router(stream.AsClient());

        await client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(_seen);

        Assert.Equal("whole", Said);
        Assert.Equal(7, _seen.ToChatResponse().Usage!.TotalTokenCount);
    }

    [Fact]
    public async Task Text_AfterTheFinishReasonThatAClientRepeats_IsNoPartOfTheAnswer()
    {
        // As Anthropic's SDK does: once there is a reason, it stands on every update.
        ChatResponseUpdate stray = new(ChatRole.Assistant, " and more") { FinishReason = ChatFinishReason.Stop };
        ScriptedStream stream = new() { Updates = [Updates.Text("whole"), Updates.Finish(), stray], OnMove = index => index == 3 ? throw TestClient.Http(500) : null };
        using CapacityAwareChatClient client = Make.Router(stream.AsClient());

        await client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(_seen);

        Assert.Equal("whole", Said);
    }

    [Fact]
    public async Task FinishReason_OnEveryPiece_EndsNothing()
    {
        // As Gemini's interface for OpenAI's clients does.
        ScriptedStream stream = new() { Updates = [Piece("one "), Piece("two "), Piece("three")], OnMove = index => index == 3 ? throw TestClient.Http(500) : null };
        using CapacityAwareChatClient client = Make.Router(stream.AsClient());

        StreamInterruptedException thrown = await Assert.ThrowsAsync<StreamInterruptedException>(() => client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(_seen));

        Assert.Equal(("one two three", "one two three"), (Said, thrown.ReceivedText));

        static ChatResponseUpdate Piece(string text) => new(ChatRole.Assistant, text) { FinishReason = ChatFinishReason.Stop };
    }

    [Fact]
    public async Task Text_OfTheNextMessageAfterAToolCall_IsPartOfTheAnswer()
    {
        // A client below that invokes functions streams several responses one after the other.
        ChatResponseUpdate call = new(ChatRole.Assistant, [new FunctionCallContent("1", "search")]) { FinishReason = ChatFinishReason.ToolCalls, MessageId = "m1" };
        ChatResponseUpdate stop = new(ChatRole.Assistant, "rain") { FinishReason = ChatFinishReason.Stop, MessageId = "m2" };
        ChatResponseUpdate other = new(ChatRole.Assistant, " again") { MessageId = "m3" };
        ScriptedStream stream = new() { Updates = [call, stop, other] };
        using CapacityAwareChatClient client = Make.Router(stream.AsClient());

        await client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(_seen);

        Assert.Equal("rain again", Said);
    }

    [Fact]
    public async Task Stream_ThatNeverEndsAndNeverMakesAnyoneWait_RunsOutOfTime()
    {
        ManualTime time = new();
        ScriptedStream stream = new()
        {
            Updates = [.. Enumerable.Repeat(Updates.Text("w"), 100_000)],
            OnMove = index =>
            {
                time.Advance(TimeSpan.FromMilliseconds(1));
                return null;
            },
        };
        using CapacityAwareChatClient client = Make.Router(time, new ModelRoute("a", stream.AsClient()) { Timeouts = new() { Total = TimeSpan.FromSeconds(2) } });

        StreamInterruptedException thrown = await Assert.ThrowsAsync<StreamInterruptedException>(() => client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(_seen));

        Assert.Equal(FailureKind.Timeout, thrown.Failure.Kind);

        // The clock is looked at every 256 updates of a millisecond each.
        Assert.InRange(_seen.Count, 2_000 - 256, 2_000 + 256);
    }

    [Fact]
    public async Task Moved_AfterTheEnd_StaysEnded()
    {
        ScriptedStream stream = new() { Updates = [Updates.Text("whole")] };
        using CapacityAwareChatClient client = Make.Router(stream.AsClient());
        await using IAsyncEnumerator<ChatResponseUpdate> reading = client.GetStreamingResponseAsync(Ask.Question).GetAsyncEnumerator();

        Assert.True(await reading.MoveNextAsync());
        Assert.False(await reading.MoveNextAsync());
        Assert.False(await reading.MoveNextAsync());
        Assert.Equal((1, 1), (stream.Opens, stream.Disposals));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Moved_AfterAnException_StaysEnded(int failsAt)
    {
        ScriptedStream stream = new() { Updates = [Updates.Text("half")], OnMove = index => index == failsAt ? throw TestClient.Http(400) : null };
        using CapacityAwareChatClient client = Make.Router(stream.AsClient());
        await using IAsyncEnumerator<ChatResponseUpdate> reading = client.GetStreamingResponseAsync(Ask.Question).GetAsyncEnumerator();
        for (int i = 0; i < failsAt; i++)
            Assert.True(await reading.MoveNextAsync());

        Assert.NotNull((await Assert.ThrowsAnyAsync<Exception>(() => reading.MoveNextAsync().AsTask())).GetRoutingReport());
        Assert.False(await reading.MoveNextAsync());
        Assert.Equal(1, stream.Opens);
    }

    [Fact]
    public async Task Enumerated_Twice_IsTwoCalls()
    {
        TestClient model = TestClient.Streaming("one", " two");
        using CapacityAwareChatClient client = Make.Router(model);

        IAsyncEnumerable<ChatResponseUpdate> stream = client.GetStreamingResponseAsync(Ask.Question);
        await stream.ReadIntoAsync(_seen);
        await stream.ReadIntoAsync(_seen);

        Assert.Equal(("one twoone two", 2), (Said, model.Calls));
        Assert.Equal(2, _seen.Select(update => update.GetRoutingReport()).OfType<RoutingReport>().Distinct().Count());
    }

    [Fact]
    public async Task Client_WhoseStreamIsGoodForOneEnumeration_FailsOverTheSecondTime()
    {
        // It gives the same stream for every call, and that one refuses to be read twice.
        int opens = 0;
        ScriptedStream once = new() { Updates = [Updates.Text("first")], OnOpen = () => _ = ++opens == 1 ? opens : throw new InvalidOperationException("read already") };
        using CapacityAwareChatClient client = Make.Router(once.AsClient(), TestClient.Saying("second"));

        Assert.Equal("first", (await client.AskAsync(streaming: true)).Text);
        Assert.Equal("second", (await client.AskAsync(streaming: true)).Text);
    }
}
