using System.Runtime.CompilerServices;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Polly.CircuitBreaker;

namespace CapacityRouting.Tests.Health;

/// <summary>A provider that hangs is out after two or three calls, however seldom they come and however long each is waited for.</summary>
public sealed class HangTests
{
    private readonly ManualTime _time = new();
    private bool _hangs = true;

    /// <summary>One call after the other, each begun some time after the last one has ended. Ten calls, of which all hung once.</summary>
    [Theory]
    [InlineData(true, 60, 0)]
    [InlineData(true, 60, 60)]
    [InlineData(true, 60, 3_600)]
    [InlineData(false, 60, 60)]
    [InlineData(false, 300, 0)]
    [InlineData(false, 300, 300)]
    [InlineData(false, 300, 3_600)]
    public async Task Calls_OneAfterTheOther_AreLostToAHangThreeTimesAtMost(bool streaming, int patience, int apart)
    {
        TestClient hanging = Hanging();
        using CapacityAwareChatClient client = Make.Router(_time, Patient(patience), hanging, new TestClient());

        List<int> slow = [];
        for (int call = 1; call <= 10; call++)
        {
            if (await TakesAsync(client, streaming) > TimeSpan.FromSeconds(1))
                slow.Add(call);
            _time.Advance(TimeSpan.FromSeconds(apart));
        }

        Assert.InRange(slow.Count, 2, 3);
        Assert.Equal([1, 2], slow[..2]);
        Assert.Equal(slow.Count, hanging.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Route_ThatHung_IsBackAfterAFewCalls(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(_time, Patient(60), Hanging(), TestClient.Saying("second"));
        for (int call = 0; call < 3; call++)
            await TakesAsync(client, streaming);
        _hangs = false;

        int passedBy = 0;
        for (_time.Advance(TimeSpan.FromSeconds(1)); (await client.AskAsync(streaming)).Text == "second"; _time.Advance(TimeSpan.FromMinutes(1)))
            passedBy++;

        Assert.InRange(passedBy, 1, 4);
        Assert.Equal(CircuitState.Closed, client.Route("a").Circuit);
    }

    /// <summary>Who has nowhere else to go is not passed by.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Route_ThatHungAndIsTheOnlyOneLeft_IsProbedByTheNextCall(int others)
    {
        TestClient broken = TestClient.Failing(401);
        using CapacityAwareChatClient client = Make.Router(_time, Patient(60), [Hanging(), .. Enumerable.Repeat(broken, others)]);
        for (int call = 0; call < 3; call++)
            await Record.ExceptionAsync(() => TakesAsync(client, streaming: false));
        _hangs = false;
        _time.Advance(TimeSpan.FromSeconds(1));

        Task<ChatResponse> next = client.AskAsync(streaming: false);
        Assert.Equal("ok", (await _time.RunAsync(next, TimeSpan.FromSeconds(5))).Text);
    }

    [Fact]
    public async Task Hang_OfEveryTenthCall_LeavesTheRouteItsTraffic()
    {
        int calls = 0;
        TestClient hiccuping = new() { OnResponse = (_, _, token) => ++calls % 10 == 0 ? Never(token) : Task.FromResult(TestClient.Says("first")) };
        using CapacityAwareChatClient client = Make.Router(_time, Patient(60), hiccuping, new TestClient());

        for (int call = 0; call < 200; call++)
            await TakesAsync(client, streaming: false);

        Assert.Equal(200, hiccuping.Calls);
    }

    /// <summary>Every second call hangs for two minutes, four calls a second: the many that serve in between do not make it well.</summary>
    [Fact]
    public void Hang_OfEverySecondCall_OpensTheCircuit()
    {
        int calls = 0;
        TestClient half = new() { OnResponse = (_, _, token) => ++calls % 2 == 0 ? Never(token) : Task.FromResult(TestClient.Says("first")) };
        using CapacityAwareChatClient client = Make.Router(_time, Patient(120), half, new TestClient());

        for (int call = 0; call < 4 * 130; call++)
        {
            Bare.Run(() => _ = client.AskAsync(streaming: false));
            _time.Advance(TimeSpan.FromSeconds(0.25));
        }

        Assert.Equal(CircuitState.Open, client.Route("a").Circuit);
    }

    /// <summary>The provider is silent for 20 s and then well. What hung is told of a minute later, and says nothing of what the route is by then.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Timeouts_OfAnOutageThatHasEnded_LeaveTheRouteOpen(bool streaming)
    {
        TestClient model = Hanging();
        using CapacityAwareChatClient client = Make.Router(_time, Patient(60), model, new TestClient());
        int closed = 0;

        for (int call = 0; call < 400; call++)
        {
            _hangs = call is >= 40 and < 80;
            Bare.Run(() => _ = client.AskAsync(streaming));
            _time.Advance(TimeSpan.FromSeconds(0.5));
            closed += client.Route("a").Circuit == CircuitState.Closed ? 1 : 0;
        }

        // While it hangs, calls prefer the other route.
        Assert.Equal(400, closed);
        Assert.InRange(model.Calls, 350, 370);
    }

    private static CapacityRoutingOptions Patient(int seconds) => new()
    {
        RandomSeed = 1,
        Timeouts = new() { FirstToken = TimeSpan.FromSeconds(seconds), Total = TimeSpan.FromSeconds(seconds) },
    };

    private async Task<TimeSpan> TakesAsync(CapacityAwareChatClient client, bool streaming)
    {
        long begun = _time.GetTimestamp();
        Task<ChatResponse> call = client.AskAsync(streaming);
        for (int i = 0; i < 1_000 && !call.IsCompleted; i++)
            _time.Advance(TimeSpan.FromSeconds(1));
        await call.DoneAsync();
        return TimeSpan.FromTicks(_time.GetTimestamp() - begun);
    }

    private TestClient Hanging() => new()
    {
        OnResponse = (_, _, token) => _hangs ? Never(token) : Task.FromResult(TestClient.Says("ok")),
        OnStream = (_, _, token) => _hangs ? NeverBegins(token) : new ScriptedStream { Updates = [.. TestClient.Says("ok").ToChatResponseUpdates()] },
    };

    private static async Task<ChatResponse> Never(CancellationToken token)
    {
        await new TaskCompletionSource().Task.WaitAsync(token);
        return TestClient.Says("never");
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> NeverBegins([EnumeratorCancellation] CancellationToken token)
    {
        await new TaskCompletionSource().Task.WaitAsync(token);
        yield return Updates.Text("never");
    }
}
