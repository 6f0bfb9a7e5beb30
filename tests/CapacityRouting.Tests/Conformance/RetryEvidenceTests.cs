using System.Net.Sockets;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Polly;
using Polly.Retry;

namespace CapacityRouting.Tests.Conformance;

/// <summary>Which failures are tried again: those that may pass, and that evidence shows to be the provider's or the network's.</summary>
public sealed class RetryEvidenceTests
{
    private const string Overloaded = """{"type":"error","error":{"type":"overloaded_error","message":"Busy just now"}}""";

    private readonly ManualTime _time = new();

    public static TheoryData<string, bool, bool> Exceptions
    {
        get
        {
            TheoryData<string, bool, bool> data = [];
            foreach ((string name, bool isRetried) in ((string, bool)[])[
                ("status 500", true), ("status 502", true), ("status 503", true), ("status 529", true), ("status 429", true), ("status 504", false), ("status 408", false),
                ("status 401", false), ("status 402", false), ("status 404", false), ("reset", true), ("IO", true), ("ended", true), ("wrapped reset", true),
                ("invalid operation", false), ("words of an overload", false), ("timeout", false), ("cancelled", false), ("after retries", false)])
            {
                data.Add(name, isRetried, false);
                data.Add(name, isRetried, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Exceptions))]
    public async Task Exception_OfTheOnlyRoute_IsTriedAgainOrNot(string name, bool isRetried, bool streaming)
    {
        TestClient model = Faulty.FailingOnce(Of(name));
        using CapacityAwareChatClient client = Make.Router(_time, model);

        Exception? thrown = await Record.ExceptionAsync(() => _time.RunAsync(client.AskAsync(streaming)));

        Assert.Equal((isRetried ? 2 : 1, isRetried), (model.Calls, thrown is null));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EmptyAnswer_WithoutAWire_IsNotTriedAgain(bool streaming)
    {
        TestClient model = new() { OnResponse = (_, _, _) => Task.FromResult(new ChatResponse()) };
        using CapacityAwareChatClient client = Make.Router(_time, model);

        await Record.ExceptionAsync(() => client.AskAsync(streaming).DoneAsync());

        Assert.Equal(1, model.Calls);
    }

    /// <summary>It has cost the caller its time, and may still be under way at the provider.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Hang_OfTheOnlyRoute_IsNotTriedAgain(bool streaming)
    {
        TestClient model = new() { OnResponse = (_, _, _) => new TaskCompletionSource<ChatResponse>().Task };
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { Timeouts = new() { FirstToken = TimeSpan.FromSeconds(2), Total = TimeSpan.FromSeconds(2) } }, model);

        await Assert.ThrowsAsync<TimeoutException>(() => _time.RunAsync(client.AskAsync(streaming)));

        Assert.Equal(1, model.Calls);
    }

    [Theory]
    [InlineData(false, 0, 2)]
    [InlineData(true, 0, 2)]
    [InlineData(false, 1, 2)]
    [InlineData(true, 1, 2)]
    [InlineData(false, 2, 3)]
    public async Task Sends_ThatTheSdkWasSeenToRepeat_AreNotTriedAgain(bool streaming, int retriesOfSdk, int sends)
    {
        int asked = 0;
        StubHandler network = new(_ => ++asked <= 1 + retriesOfSdk ? StubHandler.Response(503) : StubHandler.Response(200, "ok"));
        using CapacityAwareChatClient client = Make.Router(_time, new HttpChatClient(new CapacityObserver(network), retriesOfSdk));

        Exception? thrown = await Record.ExceptionAsync(() => _time.RunAsync(client.AskAsync(streaming)));

        Assert.Equal((sends, retriesOfSdk == 0), (network.Sends, thrown is null));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sends_ThatTheUsersPipelineRepeats_AreNotTriedAgain(bool streaming)
    {
        TestClient model = TestClient.Failing(500);
        ResiliencePipeline pipeline = new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions { MaxRetryAttempts = 2, Delay = TimeSpan.Zero }).Build();
        using CapacityAwareChatClient client = Make.Router(_time, new ModelRoute("a", model) { ResiliencePipeline = pipeline });

        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming).DoneAsync());

        Assert.Equal(3, model.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ErrorInASuccess_ThatTheSdkSwallows_IsTriedAgain(bool streaming)
    {
        int sends = 0;
        StubHandler network = new(_ => StubHandler.Response(200, ++sends > 1 ? "ok" : streaming ? $"data: {Overloaded}\n\n" : Overloaded));
        using CapacityAwareChatClient client = Make.Router(_time, new HttpChatClient(new CapacityObserver(network)));

        ChatResponse answer = await _time.RunAsync(client.AskAsync(streaming));

        Assert.Equal("ok", answer.Text);
        Assert.Equal([FailureKind.Overloaded, null], answer.GetRoutingReport()!.Attempts.Select(attempt => attempt.Failure?.Kind));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task StatedWait_OfARouterBelow_IsWaitedForAndItsRetriesAreNotRepeated(bool streaming)
    {
        TestClient model = TestClient.Failing(500);
        CapacityRoutingOptions options = new() { CircuitBreaker = new() { MinimumThroughput = 1_000 } };
        using CapacityAwareChatClient inner = Make.Router(_time, options, model);
        using CapacityAwareChatClient outer = Make.Router(_time, options, inner);

        await Assert.ThrowsAsync<HttpRequestException>(() => _time.RunAsync(outer.AskAsync(streaming)));

        Assert.Equal(5, model.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Classifier_ThatNamesAStatus_IsEvidence(bool streaming)
    {
        TestClient model = Faulty.FailingOnce(new InvalidOperationException("E-17"));
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { FailureClassifier = new Busy() }, model);

        Assert.Equal("ok", (await _time.RunAsync(client.AskAsync(streaming))).Text);
    }

    private static Exception Of(string name) => name switch
    {
        "reset" => new HttpRequestException("reset", new SocketException((int)SocketError.ConnectionReset)),
        "IO" => new IOException("Unable to read data from the transport connection."),
        "ended" => new HttpIOException(HttpRequestError.ResponseEnded, "The response ended prematurely."),
        "wrapped reset" => new InvalidOperationException("The call failed.", new SocketException((int)SocketError.ConnectionReset)),
        "invalid operation" => new InvalidOperationException("Sequence contains no elements"),
        "words of an overload" => new InvalidOperationException("The model is overloaded."),
        "timeout" => new TimeoutException(),
        "cancelled" => new TaskCanceledException(),
        "after retries" => new AggregateException("Retry failed after 2 tries.", TestClient.Http(503), TestClient.Http(503)),
        _ => TestClient.Http(int.Parse(name["status ".Length..], System.Globalization.CultureInfo.InvariantCulture)),
    };

    private sealed class Busy : IFailureClassifier
    {
        public RouteFailure? Classify(FailureContext context) => new() { Kind = FailureKind.Overloaded, StatusCode = 503 };
    }
}
