using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance.Faults;

/// <summary>Whatever of a client's throws, and wherever: the next route answers or the caller gets the failure, and nothing that was taken is lost.</summary>
public sealed class FaultyAnswerTests
{
    private const string ClientsOwn = "the client's own code";

    private static readonly string[] Whole = ["method", "task", "null message", "messages", "contents", "arguments", "properties", "token"];
    private static readonly string[] Streamed = ["method", "enumerator", "move", "current", "dispose", "contents", "arguments", "properties", "token"];

    public static TheoryData<string, bool, string> Cells
    {
        get
        {
            TheoryData<string, bool, string> cells = new();
            foreach (string around in (string[])["once", "waits first", "is cancelled", "is the probe", "is left half-read", "second update"])
            {
                foreach (string place in Streamed)
                    cells.Add(place, true, around);
                if (around is not ("is left half-read" or "second update"))
                    foreach (string place in Whole)
                        cells.Add(place, false, around);
            }

            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Client_ThatThrowsSomewhere_LosesNothing(string place, bool streaming, string around) => await Task.Run(async () =>
    {
        ManualTime time = new();
        TaskCompletionSource gate = new();
        Faulty client = new(place, around == "second update" ? 1 : 0, around is "waits first" or "is cancelled" ? gate.Task : Task.CompletedTask) { IsWell = around == "is the probe" };
        using CapacityAwareChatClient router = Make.Router(time, Route("a", client), Route("b", TestClient.Saying("second")));
        using CancellationTokenSource giveUp = new();
        if (around == "is the probe")
            await ShutAsync(router, client, time);
        Task<string>[] calls = [AskAsync(router, streaming, around, giveUp.Token), .. around == "waits first" ? [AskAsync(router, streaming, around, default, "a")] : Array.Empty<Task<string>>()];
        if (around == "is cancelled")
            giveUp.Cancel();
        gate.SetResult();
        time.Advance(TimeSpan.FromSeconds(30));

        foreach (Task<string> call in calls)
            Assert.True(await call.IsDoneAsync(), "A call hangs.");
        Assert.All(calls, call => Assert.True(IsOutcome(call), $"{call.Exception?.InnerException}"));
        await AssertNothingLostAsync(router, client, time);
    });

    private static bool IsOutcome(Task<string> call) => call.IsCompletedSuccessfully
        || (call.IsCanceled || call.Exception!.InnerException is StreamInterruptedException or NoRouteAvailableException or NotSupportedException { Message: ClientsOwn });

    private static async Task AssertNothingLostAsync(CapacityAwareChatClient router, Faulty client, ManualTime time)
    {
        Assert.Equal((0, 0), (router.Route("a").InFlight, router.Route("b").InFlight));
        Assert.Equal(client.Calls, (int)Math.Round(1_000 - router.Route("a").Buckets.Single(bucket => bucket.Dimension == CapacityDimension.RequestsPerDay).Level));
        client.IsWell = true;
        time.Advance(TimeSpan.FromHours(1));
        foreach (bool streaming in (bool[])[false, true])
            Assert.Equal("well", (await router.AskAsync(streaming, new ChatOptions().WithRouting(new() { Tags = ["a"], MaxWait = TimeSpan.Zero }))).Text);
        Assert.Equal(0, router.Route("a").InFlight);
    }

    private static async Task ShutAsync(CapacityAwareChatClient router, Faulty client, ManualTime time)
    {
        client.Refuses = true;
        await router.AskAsync(streaming: false);
        (client.Refuses, client.IsWell) = (false, false);
        time.Advance(TimeSpan.FromMinutes(11));
    }

    private static async Task<string> AskAsync(CapacityAwareChatClient router, bool streaming, string around, CancellationToken token, string? tag = null)
    {
        ChatOptions? options = tag is null ? null : new ChatOptions().WithRouting(new() { Tags = [tag] });
        if (!streaming)
            return (await router.GetResponseAsync(Ask.Question, options, token).ConfigureAwait(false)).Messages.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await foreach (ChatResponseUpdate update in router.GetStreamingResponseAsync(Ask.Question, options, token).ConfigureAwait(false))
            if (around == "is left half-read")
                return "half";
        return "all";
    }

    private static ModelRoute Route(string name, IChatClient client) => new(name, client)
    {
        Tags = [name],
        Limits = new() { MaxConcurrentRequests = 1, RequestsPerDay = 1_000 },
        Profile = ProviderProfile.Generic with { DailyReset = LimitReset.Calendar },
    };

    private static AIContent Content(string place) => place switch
    {
        "arguments" => new FunctionCallContent("1", "weather", new ThrowingArguments()),
        "properties" => new TextContent("words") { AdditionalProperties = new() { ["part"] = new Part() } },
        _ => new TextContent("words"),
    };

    private sealed class Faulty(string place, int at, Task until) : IChatClient
    {
        public bool IsWell { get; set; }

        public bool Refuses { get; set; }

        public int Calls { get; private set; }

        public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Calls++;
            await until.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (Refuses)
                throw TestClient.Http(401);
            if (IsWell)
                return TestClient.Says("well");
            return place switch
            {
                "method" or "task" => throw new NotSupportedException(ClientsOwn),
                "null message" => new(new List<ChatMessage> { null! }),
                "messages" => new(new Throwing<ChatMessage>()),
                "contents" => new(new ChatMessage(ChatRole.Assistant, new Throwing<AIContent>())),
                "token" => new(new ChatMessage(ChatRole.Assistant, "words")) { ContinuationToken = new Token() },
                _ => new(new ChatMessage(ChatRole.Assistant, [Content(place)])) { AdditionalProperties = new() { ["part"] = new Part() } },
            };
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Calls++;
            if (IsWell)
                return TestClient.Says("well").ToChatResponseUpdates().ToAsyncEnumerable();
            if (place == "method")
                throw new NotSupportedException(ClientsOwn);
            ScriptedStream stream = new()
            {
                Updates = [.. Enumerable.Range(0, 3).Select(index => index == at ? Update() : Updates.Text("word")), Updates.Finish()],
                OnOpen = () => ThrowAt("enumerator"),
                OnMove = index => index == at ? new ValueTask<bool>(MoveAsync()) : null,
                OnCurrent = () => ThrowAt("current"),
                OnDispose = () => place == "dispose" ? throw new NotSupportedException(ClientsOwn) : ValueTask.CompletedTask,
            };
            return stream;
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }

        private async Task<bool> MoveAsync()
        {
            await until.ConfigureAwait(false);
            ThrowAt("move");
            return true;
        }

        private void ThrowAt(string here)
        {
            if (place == here)
                throw new NotSupportedException(ClientsOwn);
        }

        private ChatResponseUpdate Update() => place switch
        {
            "contents" => new(ChatRole.Assistant, new Throwing<AIContent>()),
            "token" => new(ChatRole.Assistant, "words") { ContinuationToken = new Token() },
            _ => new(ChatRole.Assistant, [Content(place)]) { AdditionalProperties = new() { ["part"] = new Part() } },
        };
    }

    private sealed class Part
    {
        public override string ToString() => throw new NotSupportedException("the answer's own code");
    }

    private sealed class Token : ResponseContinuationToken
    {
        public override ReadOnlyMemory<byte> ToBytes() => throw new NotSupportedException("the token's own code");
    }
}
