using System.Runtime.CompilerServices;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Polly.CircuitBreaker;

namespace CapacityRouting.Tests.Health;

/// <summary>A route comes back soon after its outage has ended, and what finds that out costs little while it lasts. A healthy route stands beside.</summary>
public sealed class ComingBackTests
{
    private readonly ManualTime _time = new();
    private readonly List<(double At, Task<ChatResponse> Answer)> _calls = [];
    private readonly long _began;
    private int _asked;

    public ComingBackTests() => _began = _time.GetTimestamp();

    public static TheoryData<string, int, int> Outages
    {
        get
        {
            TheoryData<string, int, int> data = [];
            foreach (string how in new[] { "reset", "503", "503 in 1 s", "529", "hang" })
                foreach (int callsASecond in new[] { 2, 4, 10 })
                    for (int seed = 1; seed <= 8; seed++)
                        data.Add(how, callsASecond, seed);
            return data;
        }
    }

    private double Seconds => TimeSpan.FromTicks(_time.GetTimestamp() - _began).TotalSeconds;

    /// <summary>From 10 s to 30 s. In the hang, an attempt is given up after 3 s.</summary>
    [Theory]
    [MemberData(nameof(Outages))]
    public async Task Route_AfterAnOutageOf20S_IsBackWithin4S(string how, int callsASecond, int seed)
    {
        TestClient model = new() { OnResponse = (_, _, token) => Seconds is >= 10 and < 30 ? FailAsync(how, token) : Answer() };
        CapacityRoutingOptions options = new() { RandomSeed = seed, Timeouts = new() { Total = TimeSpan.FromSeconds(3) } };
        using CapacityAwareChatClient client = Make.Router(_time, options, model, TestClient.Saying("second"));

        string[] answers = await RunAsync(client, streaming: false, seconds: 60, callsASecond);

        Assert.DoesNotContain("lost", answers);
        Assert.Contains("second", answers);
        // A route that hung has lost its preference too, and trial calls give it back one after the other.
        Assert.DoesNotContain("second", AnswersFrom(how == "hang" ? 37 : 34, answers));
        Assert.Equal(CircuitState.Closed, client.Route("a").Circuit);
    }

    /// <summary>One call at a time finds out whether the route is well.</summary>
    [Theory]
    [InlineData("reset")]
    [InlineData("529")]
    public async Task Probes_WhileAnOutageOf10MinutesLasts_GrowRare(string how)
    {
        TestClient model = new() { OnResponse = (_, _, token) => Seconds is >= 10 and < 610 ? FailAsync(how, token) : Answer() };
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { RandomSeed = 1 }, model, TestClient.Saying("second"));

        await RunAsync(client, streaming: false, seconds: 610);

        // Forty calls were answered before. Of the 2,400 since then, some have opened the circuit, and the others were probes.
        Assert.InRange(_asked - 40, 40, 70);
    }

    /// <summary>Each stream of the preferred route is cut after three tokens, from 10 s to 70 s.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Route_ThatCutsItsStreams_TouchesFewCallsAndIsBackWithin5S(int seed)
    {
        TestClient model = new() { OnStream = (_, _, token) => Begin(Seconds is >= 10 and < 70 ? "cut" : null, token) };
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { RandomSeed = seed }, model, Whole("second").AsClient());

        string[] answers = await RunAsync(client, streaming: true, seconds: 100);

        // The four that open the circuit, and those that had begun by then.
        Assert.InRange(answers.Count(answer => answer == "lost"), 4, 8);
        Assert.DoesNotContain("second", AnswersFrom(75, answers));
        Assert.DoesNotContain("lost", AnswersFrom(12, answers));
    }

    /// <summary>As above, and each stream stalls after its first token. What is lost is what had begun until the first ones were given up.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Route_WhoseStreamsStall_TouchesThoseOfOneIdleTime(int seed)
    {
        const int Idle = 5;
        TestClient model = new() { OnStream = (_, _, token) => Begin(Seconds is >= 10 and < 70 ? "stall" : null, token) };
        CapacityRoutingOptions options = new() { RandomSeed = seed, Timeouts = new() { Idle = TimeSpan.FromSeconds(Idle) } };
        using CapacityAwareChatClient client = Make.Router(_time, options, model, Whole("second").AsClient());

        string[] answers = await RunAsync(client, streaming: true, seconds: 100);

        Assert.InRange(answers.Count(answer => answer == "lost"), 4 * Idle, (4 * Idle) + 8);
        Assert.DoesNotContain("second", AnswersFrom(75, answers));
        Assert.DoesNotContain("lost", AnswersFrom(17, answers));
        Assert.InRange(_asked, 4 * (10 + 30), (4 * (10 + 30)) + 60);
    }

    private IEnumerable<string> AnswersFrom(double second, string[] answers) => _calls.Zip(answers).Where(call => call.First.At >= second).Select(call => call.Second);

    private async Task<string[]> RunAsync(CapacityAwareChatClient client, bool streaming, int seconds, int callsASecond = 4)
    {
        while (Seconds < seconds)
        {
            Bare.Run(() => _calls.Add((Seconds, client.AskAsync(streaming))));
            _time.Advance(TimeSpan.FromSeconds(1) / callsASecond);
        }

        _time.Advance(TimeSpan.FromMinutes(10));
        return await Task.WhenAll(_calls.Select(async call => await Record.ExceptionAsync(() => call.Answer.DoneAsync()) is null ? (await call.Answer).Text : "lost"));
    }

    private Task<ChatResponse> Answer()
    {
        _asked++;
        return Task.FromResult(TestClient.Says("first"));
    }

    private async Task<ChatResponse> FailAsync(string how, CancellationToken token)
    {
        _asked++;
        if (how == "hang")
            await new TaskCompletionSource().Task.WaitAsync(token);
        throw how switch
        {
            "reset" => new HttpRequestException(HttpRequestError.ConnectionError),
            "503 in 1 s" => TestClient.Http(503, "1"),
            _ => TestClient.Http(how == "529" ? 529 : 503),
        };
    }

    private static ScriptedStream Whole(string text) => new() { Updates = [.. TestClient.Says(text).ToChatResponseUpdates()] };

    /// <summary>A stream of eight words in 400 ms, which may break off on the way.</summary>
    private async IAsyncEnumerable<ChatResponseUpdate> Begin(string? fault, [EnumeratorCancellation] CancellationToken token)
    {
        _asked++;
        for (int word = 0; word < 8; word++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), _time, token).ConfigureAwait(false);
            yield return Updates.Text("word ");
            if (fault == "stall")
                await new TaskCompletionSource().Task.WaitAsync(token).ConfigureAwait(false);
            if (fault == "cut" && word == 2)
                throw new HttpIOException(HttpRequestError.ResponseEnded);
        }

        yield return new(ChatRole.Assistant, []) { FinishReason = ChatFinishReason.Stop };
    }
}
