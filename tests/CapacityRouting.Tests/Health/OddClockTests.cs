using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Polly.CircuitBreaker;

namespace CapacityRouting.Tests.Health;

/// <summary>Health goes by one clock, and by its ticks alone. What is shut for a time is open after it, whatever the clock counts in, from where, and how it is set.</summary>
public sealed class OddClockTests
{
    private static readonly (int Status, string? RetryAfter, int Seconds)[] Each =
    [
        (500, null, 1), (529, null, 1), (503, "20", 20), (429, null, 1), (429, "20", 20), (401, null, 600), (402, "50", 50),
    ];

    private readonly ManualTime _time = new();
    private int _status;
    private string? _retryAfter;

    /// <summary>What shuts a route, and for how many seconds at most.</summary>
    public static TheoryData<int, string?, int> Faults
    {
        get
        {
            TheoryData<int, string?, int> data = [];
            foreach ((int status, string? retryAfter, int seconds) in Each)
                data.Add(status, retryAfter, seconds);
            return data;
        }
    }

    public static TheoryData<long, long, int, string?, int> Clocks
    {
        get
        {
            TheoryData<long, long, int, string?, int> data = [];
            foreach (long frequency in new[] { 1_000, TimeSpan.TicksPerSecond, 1_000_000_000 })
                foreach (long origin in new[] { 0, 1_800_000_000_000_000_000, long.MaxValue - 1_000, long.MinValue + 1, -5 })
                    foreach ((int status, string? retryAfter, int seconds) in Each)
                        data.Add(frequency, origin, status, retryAfter, seconds);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Clocks))]
    public async Task Route_OnAClockOfAnyTicks_IsBackWhenItsTimeIsOver(long frequency, long origin, int status, string? retryAfter, int seconds)
    {
        using CapacityAwareChatClient client = Router(new OddTime(_time, frequency, origin));
        await ShutAsync(client, status, retryAfter);

        _time.Advance(TimeSpan.FromSeconds(seconds) + TimeSpan.FromMilliseconds(1));

        Assert.Equal("first", (await client.AskAsync(streaming: false)).Text);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(TimeSpan.TicksPerSecond)]
    [InlineData(1_000_000_000)]
    public async Task Isolated_OnAClockOfAnyTicks_IsOutUntilItIsRestored(long frequency)
    {
        using CapacityAwareChatClient client = Router(new OddTime(_time, frequency));
        IRouteControl control = client.GetService<IRouteControl>()!;
        await control.IsolateAsync("a");
        for (int year = 0; year < 9; year++)
        {
            _time.Advance(TimeSpan.FromDays(365));
            Assert.Equal("second", (await client.AskAsync(streaming: false)).Text);
        }

        await control.RestoreAsync("a");

        Assert.Equal("first", (await client.AskAsync(streaming: false)).Text);
    }

    /// <summary>As when a machine's clock is set while a route is shut.</summary>
    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Route_WhenTheTimeOfDayIsSet_IsBackAsIfItWereNot(int status, string? retryAfter, int seconds)
    {
        foreach (int hours in new[] { -1, 1, -100_000, 100_000 })
        {
            OddTime time = new(_time, TimeSpan.TicksPerSecond);
            using CapacityAwareChatClient client = Router(time);
            await ShutAsync(client, status, retryAfter);
            time.SetBy += TimeSpan.FromHours(hours);

            Assert.Equal("second", (await client.AskAsync(streaming: false)).Text);
            _time.Advance(TimeSpan.FromSeconds(seconds));
            Assert.Equal("first", (await client.AskAsync(streaming: false)).Text);
            Assert.Equal(CircuitState.Closed, client.Route("a").Circuit);
        }
    }

    /// <summary>A clock whose ticks went back goes on from where it was: nothing is shut for longer.</summary>
    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Route_WhenTheTicksGoBack_IsBackWhenItsTimeIsOver(int status, string? retryAfter, int seconds)
    {
        ErraticTime time = new();
        using CapacityAwareChatClient client = Router(time);
        await ShutAsync(client, status, retryAfter);

        time.Jump(TimeSpan.FromHours(-1));
        _ = client.Monitor().GetSnapshot();
        time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal("first", (await client.AskAsync(streaming: false)).Text);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("5xx")]
    public async Task Circuit_WhoseProbesFail_IsProbedOnWhenTheTicksJump(string how)
    {
        ErraticTime time = new();
        using CapacityAwareChatClient client = Router(time);
        await ShutAsync(client, how == "5xx" ? 500 : 0, retryAfter: null);
        _status = 500;
        foreach (int hours in new[] { 1, -1, 24, -24 })
        {
            time.Jump(TimeSpan.FromHours(hours));
            Assert.Equal("second", (await client.AskAsync(streaming: false)).Text);
        }

        _status = 0;
        time.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal("first", (await client.AskAsync(streaming: false)).Text);
    }

    private CapacityAwareChatClient Router(TimeProvider time) =>
        Make.Router(time, new CapacityRoutingOptions { RandomSeed = 1, MaxWait = TimeSpan.Zero }, new TestClient { OnResponse = (_, _, _) => Answer() }, TestClient.Saying("second"));

    private Task<ChatResponse> Answer() => _status switch
    {
        0 => Task.FromResult(TestClient.Says("first")),
        -1 => throw new HttpRequestException(HttpRequestError.ConnectionError),
        _ => throw TestClient.Http(_status, _retryAfter),
    };

    /// <summary>Four failures shut a route, whatever they are.</summary>
    private async Task ShutAsync(CapacityAwareChatClient client, int status, string? retryAfter)
    {
        (_status, _retryAfter) = (status == 0 ? -1 : status, retryAfter);
        for (int i = 0; i < 4; i++)
            Assert.Equal("second", (await client.AskAsync(streaming: false)).Text);
        (_status, _retryAfter) = (0, null);
        Assert.Equal("second", (await client.AskAsync(streaming: false)).Text);
    }
}
