using System.Collections;
using CapacityRouting.Tests.Conformance.Faults;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace CapacityRouting.Tests.Conformance;

/// <summary>
/// Whatever a user's code throws between a lease and its settlement (an answer's own members, a log sink, a source of used quota, a callback), no slot is lost and no process ends.
/// </summary>
public sealed class ThrowingPartsTests
{
    private readonly ManualTime _time = new();

    public static TheoryData<string> Answers => new() { "null message", "null message last", "throwing messages", "throwing contents", "throwing token" };

    public static TheoryData<string, bool> Sinks => new()
    {
        { "log", false }, { "log", true }, { "enabled", false }, { "enabled", true }, { "create", false }, { "create", true },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Answer_ThatThrowsAsItIsRead_LeaksNoSlot(string kind)
    {
        TestClient client = new() { OnResponse = (_, _, _) => Task.FromResult(AnswerOf(kind)) };
        using CapacityAwareChatClient router = Make.Router(_time, Slots("a", client), new ModelRoute("b", TestClient.Saying("second")));

        for (int call = 0; call < 5; call++)
            Assert.False(string.IsNullOrEmpty((await router.GetResponseAsync(Ask.Question)).GetRoutingReport()!.ServedBy));

        Assert.Equal((0, 0), (router.Route("a").InFlight, router.Route("b").InFlight));
        Assert.InRange(client.Calls, 1, 5);
    }

    [Theory]
    [InlineData("null message last")]
    public async Task Answer_WithWordsBesideANullMessage_IsServed(string kind)
    {
        ChatResponse answer = AnswerOf(kind);
        using CapacityAwareChatClient router = Make.Router(_time, new TestClient { OnResponse = (_, _, _) => Task.FromResult(answer) });

        Assert.Same(answer, await router.GetResponseAsync(Ask.Question));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Update_ThatThrowsAsItIsRead_BreaksTheStreamAndLeaksNoSlot(int position)
    {
        List<ChatResponseUpdate> updates = [Updates.Text("one "), Updates.Text("two "), Updates.Finish()];
        updates[position] = new(ChatRole.Assistant, new Throwing<AIContent>());
        ScriptedStream stream = new() { Updates = updates };
        using CapacityAwareChatClient router = Make.Router(_time, Slots("a", stream.AsClient()), new ModelRoute("b", TestClient.Saying("second")));

        for (int call = 0; call < 3; call++)
        {
            Exception? thrown = await Record.ExceptionAsync(() => router.AskAsync(streaming: true));
            Assert.Equal(position == 0 ? null : typeof(StreamInterruptedException), thrown?.GetType());
        }

        Assert.Equal(0, router.Route("a").InFlight);
        Assert.Equal(stream.Opens, stream.Disposals);
    }

    [Theory]
    [MemberData(nameof(Sinks))]
    public async Task Logger_ThatThrows_CostsNoAnswerAndNoSlot(string where, bool streaming)
    {
        int calls = 0;
        TestClient client = new() { OnResponse = (_, _, _) => ++calls % 2 == 0 ? throw TestClient.Http(401) : Task.FromResult(TestClient.Says("first")) };
        using CapacityAwareChatClient router = new(
            [Slots("a", client), new ModelRoute("b", TestClient.Saying("second"))], timeProvider: _time, loggerFactory: new ThrowingLog(where));

        for (int call = 0; call < 6; call++)
        {
            Assert.NotEmpty((await router.AskAsync(streaming)).Text);
            _time.Advance(TimeSpan.FromMinutes(20));
        }

        Assert.Equal((0, 0), (router.Route("a").InFlight, router.Route("b").InFlight));
    }

    /// <summary>No caller catches an exception of a timer callback: it ends the process.</summary>
    [Theory]
    [InlineData("log")]
    [InlineData("enabled")]
    public async Task SourceAndLogger_ThatThrowTogether_LeaveTheTimerAlone(string where)
    {
        ScriptedSource source = new() { OnLoad = Loads(), OnSave = _ => throw new IOException("no disk") };
        ModelRoute route = new("a", new TestClient()) { Limits = new() { RequestsPerDay = 10 } };
        CapacityAwareChatClient router = new([route], new() { QuotaSource = source }, _time, new ThrowingLog(where));
        await router.AskAsync(streaming: false);

        await router.AdvanceAsync(_time, TimeSpan.FromSeconds(30));

        Assert.True(source.Saves > 0);
        router.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Callback_ThatThrowsWhenTheTimeIsUp_StaysInTheAttempt(bool streaming)
    {
        TestClient client = new() { OnResponse = (_, _, token) => NeverAsync(token) };
        CapacityRoutingOptions options = new() { Timeouts = new() { Total = TimeSpan.FromSeconds(5), FirstToken = TimeSpan.FromSeconds(5) } };
        using CapacityAwareChatClient router = new([Slots("a", client), new ModelRoute("b", TestClient.Saying("second"))], options, _time);

        Task<ChatResponse> call = router.AskAsync(streaming);
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal("second", (await call.DoneAsync()).Text);
        Assert.Equal(0, router.Route("a").InFlight);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Callback_ThatThrowsWhenTheCallerCancels_DoesNotHitTheCaller(bool streaming)
    {
        using CancellationTokenSource giveUp = new();
        using CapacityAwareChatClient router = Make.Router(_time, Slots("a", new TestClient { OnResponse = (_, _, token) => NeverAsync(token) }));

        Task<ChatResponse> call = router.AskAsync(streaming, token: giveUp.Token);
        Assert.Null(Record.Exception(giveUp.Cancel));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(0, router.Route("a").InFlight);
    }

    /// <summary>The tags are looked at for the first route before anything is leased, and for the others while a lease is held.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Wishes_ThatThrowAsTheyAreRead_LeakNoSlot(int look)
    {
        RequestRouting wishes = new() { Tags = new ThrowingTags(look), Deadline = TimeSpan.FromMinutes(1), Timeouts = new() { FirstToken = TimeLimit.Adaptive } };
        using CapacityAwareChatClient router = Make.Router(_time, Slots("a", new TestClient()), Slots("b", new TestClient()));

        for (int call = 0; call < 3; call++)
            _ = await Record.ExceptionAsync(() => router.AskAsync(streaming: true, new ChatOptions().WithRouting(wishes)));

        Assert.Equal((0, 0), (router.Route("a").InFlight, router.Route("b").InFlight));
    }

    /// <summary>Throws once, and then there is nothing: what was not loaded is not saved.</summary>
    private static Func<CancellationToken, ValueTask<IReadOnlyList<QuotaUsage>>> Loads()
    {
        int loads = 0;
        return _ => ++loads == 1 ? throw new IOException("no disk") : new([]);
    }

    /// <summary>The route that has begun a turn is admitted first, and then those before it are looked at, which are passed over.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Wishes_ThatThrowOnceTheOwnerIsAdmitted_LeakNoSlot(bool streaming)
    {
        using CapacityAwareChatClient router = Make.Router(_time, Slots("a", new TestClient()), Slots("b", Own.Calling("1")));
        await router.AskAsync(streaming, new ChatOptions().WithRouting(new() { Tags = ["b"] }));
        for (int look = 1; look < 12; look++)
        {
            ChatOptions options = new ChatOptions().WithRouting(new() { Tags = new ThrowingTags(look) });
            _ = await Record.ExceptionAsync(() => router.AskAsync(streaming, options, Own.Results("1")));
            Assert.Equal((0, 0), (router.Route("a").InFlight, router.Route("b").InFlight));
        }
    }

    private static ModelRoute Slots(string name, IChatClient client) => new(name, client) { Limits = new() { MaxConcurrentRequests = 2 }, Tags = ["x", name] };

    private static async Task<ChatResponse> NeverAsync(CancellationToken token)
    {
        TaskCompletionSource<ChatResponse> never = new();
        token.Register(() => never.TrySetCanceled(token));
        token.Register(() => throw new NotSupportedException("the client's callback"));
        return await never.Task;
    }

    private static ChatResponse AnswerOf(string kind) => kind switch
    {
        "null message" => new(new List<ChatMessage> { null! }),
        "null message last" => new(new List<ChatMessage> { new(ChatRole.Assistant, "words"), null! }) { FinishReason = ChatFinishReason.Stop },
        "throwing messages" => new(new Throwing<ChatMessage>()),
        "throwing contents" => new(new ChatMessage(ChatRole.Assistant, new Throwing<AIContent>())),
        _ => new(new ChatMessage(ChatRole.Assistant, "words")) { ContinuationToken = new ThrowingToken() },
    };

    /// <summary>Tags that can be read a few times.</summary>
    private sealed class ThrowingTags(int look) : IReadOnlyCollection<string>
    {
        private int _looks;

        public int Count => 1;

        public IEnumerator<string> GetEnumerator() =>
            ++_looks % look == 0 ? throw new NotSupportedException("the caller's own code") : ((IEnumerable<string>)["x"]).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class ThrowingToken : ResponseContinuationToken
    {
        public override ReadOnlyMemory<byte> ToBytes() => throw new NotSupportedException("the token's own code");
    }

    private sealed class ThrowingLog(string where) : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => where == "create" ? throw new IOException("no sink") : this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => throw new IOException("no sink");

        public bool IsEnabled(LogLevel logLevel) => where == "enabled" ? throw new IOException("no sink") : true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new IOException("no sink");
    }
}
