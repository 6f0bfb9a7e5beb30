using System.Globalization;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CapacityRouting.Tests.Conformance;

public sealed class StreamTimesTests
{
    private static readonly TimeSpan TwoSeconds = TimeSpan.FromSeconds(2);

    private readonly ManualTime _time = new();
    private readonly Witness _witness = new();
    private readonly TaskCompletionSource<bool> _pending = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FirstToken_WhileTheHeadersAreAwaited_Runs(bool ofTheRequest)
    {
        TestClient waiting = new() { OnResponse = (_, _, token) => new TaskCompletionSource<ChatResponse>().Task.WaitAsync(token) };
        using CapacityAwareChatClient client = Make.Router(
            _time, _witness.Options, new ModelRoute("a", waiting) { Timeouts = new() { FirstToken = ofTheRequest ? TimeLimit.None : TwoSeconds } }, new("b", TestClient.Saying("second")));

        Task<ChatResponse> call = Ask(client, ofTheRequest ? new() { Timeouts = new() { FirstToken = TwoSeconds } } : new());

        await EndsAfterAsync(2, call);
        Assert.Equal("Route 'a': no content within 2 s (Timeouts.FirstToken).", await FailureOfAsync(call));
    }

    [Fact]
    public async Task FirstToken_NoneOnTheRequest_GoesOverTheRoutes()
    {
        ScriptedStream stream = Pending(at: 0, Updates.Text("hello"));
        using CapacityAwareChatClient client = Make.Router(_time, _witness.Options, new ModelRoute("a", stream.AsClient()) { Timeouts = new() { FirstToken = TwoSeconds } }, new("b", TestClient.Saying("second")));

        Task<ChatResponse> call = Ask(client, new() { Timeouts = new() { FirstToken = TimeLimit.None } });
        _time.Advance(TimeSpan.FromMinutes(4));
        _pending.SetResult(true);

        Assert.Equal("hello", (await call.DoneAsync()).Text);
    }

    [Fact]
    public async Task Idle_OfTheRequest_GoesOverTheRoutes()
    {
        ScriptedStream stream = Pending(at: 1, Updates.Text("hel"), Updates.Text("lo"));
        using CapacityAwareChatClient client = Make.Router(_time, _witness.Options, stream.AsClient());

        Task<ChatResponse> call = Ask(client, new() { Timeouts = new() { Idle = TwoSeconds } });

        await EndsAfterAsync(2, call);
        Assert.Contains("no update for 2 s (Timeouts.Idle)", await FailureOfAsync(call), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Idle_NoneOnTheRequest_GoesOverTheRoutes()
    {
        ScriptedStream stream = Pending(at: 1, Updates.Text("hel"), Updates.Text("lo"));
        using CapacityAwareChatClient client = Make.Router(_time, _witness.Options, new ModelRoute("a", stream.AsClient()) { Timeouts = new() { Idle = TwoSeconds } });

        Task<ChatResponse> call = Ask(client, new() { Timeouts = new() { Idle = TimeLimit.None } });
        _time.Advance(TimeSpan.FromMinutes(4));
        _pending.SetResult(true);

        Assert.Equal("hello", (await call.DoneAsync()).Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Total_OfTheRequest_HoldsForStreamsAndWholeResponses(bool streaming)
    {
        TestClient hanging = new() { OnResponse = (_, _, _) => new TaskCompletionSource<ChatResponse>().Task };
        using CapacityAwareChatClient client = Make.Router(_time, _witness.Options, hanging, TestClient.Saying("second"));

        Task<ChatResponse> call = Ask(client, new() { Timeouts = new() { Total = TwoSeconds } }, streaming);

        await EndsAfterAsync(2, call);
        Assert.Equal("Route 'a': not done within 2 s in all (Timeouts.Total).", await FailureOfAsync(call));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Total_NoneOnTheRequest_GoesOverTheRoutes(bool streaming)
    {
        TaskCompletionSource<ChatResponse> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TestClient slow = new() { OnResponse = (_, _, _) => answer.Task };
        using CapacityAwareChatClient client = Make.Router(_time, _witness.Options, new ModelRoute("a", slow) { Timeouts = new() { Total = TwoSeconds } });

        Task<ChatResponse> call = Ask(client, new() { Timeouts = new() { Total = TimeLimit.None, FirstToken = TimeLimit.None } }, streaming);
        _time.Advance(TimeSpan.FromHours(1));
        answer.SetResult(TestClient.Says("at last"));

        Assert.Equal("at last", (await call.DoneAsync()).Text);
    }

    [Fact]
    public async Task Total_OfAStreamThatFlows_SaysSo()
    {
        ScriptedStream stream = Pending(at: 1, Updates.Text("hel"), Updates.Text("lo"));
        using CapacityAwareChatClient client = Make.Router(_time, _witness.Options, stream.AsClient());

        Task<ChatResponse> call = Ask(client, new() { Timeouts = new() { Total = TwoSeconds } });

        await EndsAfterAsync(2, call);
        Assert.Contains("not done within 2 s in all (Timeouts.Total)", await FailureOfAsync(call), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deadline_HalfOfItSpent_SaysSo(bool streaming)
    {
        TestClient hanging = new() { OnResponse = (_, _, _) => new TaskCompletionSource<ChatResponse>().Task };
        using CapacityAwareChatClient client = Make.Router(_time, _witness.Options, hanging, TestClient.Saying("second"));

        Task<ChatResponse> call = Ask(client, new() { Deadline = TimeSpan.FromSeconds(4) }, streaming);

        await EndsAfterAsync(2, call);
        Assert.Contains("no answer within 2 s, its share of the request's deadline (Deadline)", await FailureOfAsync(call), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task MinimumUpdatesPerSecond_AStreamThatOnlyTrickles_IsLeftForTheNext(bool ofTheRequest)
    {
        ScriptedStream stream = Pending(at: 3, Updates.Empty(), Updates.Empty(), Updates.Empty());
        using CapacityAwareChatClient client = Make.Router(
            _time, _witness.Options, new ModelRoute("a", stream.AsClient()) { Timeouts = new() { MinimumUpdatesPerSecond = ofTheRequest ? 0 : 0.5 } }, new("b", TestClient.Saying("second")));

        Task<ChatResponse> call = Ask(client, ofTheRequest ? new() { Timeouts = new() { MinimumUpdatesPerSecond = 0.5 } } : new());

        // Three updates have come at once, and each buys two seconds.
        await EndsAfterAsync(6, call);
        Assert.Equal("Route 'a': too few updates before its first content: less than one in 2 s (Timeouts.MinimumUpdatesPerSecond).", await FailureOfAsync(call));
    }

    [Fact]
    public async Task MinimumUpdatesPerSecond_ZeroOnTheRequest_GoesOverTheRoutes()
    {
        ScriptedStream stream = Pending(at: 1, Updates.Empty(), Updates.Text("hello"));
        using CapacityAwareChatClient client = Make.Router(_time, _witness.Options, new ModelRoute("a", stream.AsClient()) { Timeouts = new() { MinimumUpdatesPerSecond = 0.5 } });

        Task<ChatResponse> call = Ask(client, new() { Timeouts = new() { MinimumUpdatesPerSecond = 0 } });
        _time.Advance(TimeSpan.FromSeconds(59));
        _pending.SetResult(true);

        Assert.Equal("hello", (await call.DoneAsync()).Text);
    }

    [Fact]
    public async Task MinimumUpdatesPerSecond_BeforeTheFirstUpdate_DoesNotRun()
    {
        TaskCompletionSource<bool> headers = new();
        ScriptedStream stream = new()
        {
            Updates = [Updates.Empty(), Updates.Text("hello")],
            OnMove = index => new(index == 0 ? headers.Task : _pending.Task),
        };
        using CapacityAwareChatClient client = Make.Router(_time, _witness.Options, new ModelRoute("a", stream.AsClient()) { Timeouts = new() { MinimumUpdatesPerSecond = 0.5 } }, new("b", TestClient.Saying("second")));

        Task<ChatResponse> call = Ask(client, new());
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.False(call.IsCompleted);
        Bare.Run(() => headers.SetResult(true));

        Assert.Equal("second", (await _time.RunAsync(call, atMost: TimeSpan.FromSeconds(20))).Text);
        Assert.Contains("(Timeouts.MinimumUpdatesPerSecond)", await FailureOfAsync(call), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MinimumUpdatesPerSecond_AfterTheFirstContent_DoesNotRun()
    {
        ScriptedStream stream = Pending(at: 1, Updates.Text("hel"), Updates.Text("lo"));
        using CapacityAwareChatClient client = Make.Router(_time, _witness.Options, new ModelRoute("a", stream.AsClient()) { Timeouts = new() { MinimumUpdatesPerSecond = 0.5 } });

        Task<ChatResponse> call = Ask(client, new());
        _time.Advance(TimeSpan.FromSeconds(59));
        _pending.SetResult(true);

        Assert.Equal("hello", (await call.DoneAsync()).Text);
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(1e-9)]
    [InlineData(1e-12)]
    [InlineData(double.Epsilon)]
    public async Task MinimumUpdatesPerSecond_LessThanTheFirstTokenAsks_DoesNotPutItOff(double perSecond)
    {
        ScriptedStream stream = Pending(at: 3, Updates.Empty(), Updates.Empty(), Updates.Empty());
        using CapacityAwareChatClient client = Make.Router(_time, _witness.Options, new ModelRoute("a", stream.AsClient()) { Timeouts = new() { MinimumUpdatesPerSecond = perSecond, FirstToken = TwoSeconds } }, new("b", TestClient.Saying("second")));

        Task<ChatResponse> call = Ask(client, new());

        await EndsAfterAsync(2, call);
        Assert.Contains("(Timeouts.FirstToken)", await FailureOfAsync(call), StringComparison.Ordinal);
    }

    [Fact]
    public void ModelRoute_WrongTimes_AreAllTold()
    {
        CapacityRoutingOptions options = new() { Timeouts = new() { FirstToken = TimeSpan.FromMilliseconds(-3), MinimumUpdatesPerSecond = double.NaN } };
        ModelRoute route = new("a", new TestClient()) { Timeouts = new() { FirstToken = TimeSpan.Zero, MinimumUpdatesPerSecond = -0.5, Idle = TimeSpan.FromDays(8), Total = TimeSpan.Zero } };

        ArgumentException refused = Assert.ThrowsAny<ArgumentException>(() => new CapacityAwareChatClient([route], options));

        Assert.Contains("Timeouts:FirstToken: must be more than zero or None, is -00:00:00.0030000.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Timeouts:MinimumUpdatesPerSecond: must be zero or more, is NaN.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Routes:a:Timeouts:FirstToken: must be more than zero or None, is 00:00:00.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Routes:a:Timeouts:MinimumUpdatesPerSecond: must be zero or more, is -0.5.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Routes:a:Timeouts:Idle: must be at most 7 days, is 8.00:00:00.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Routes:a:Timeouts:Total: must be more than zero or None, is 00:00:00.", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WithRouting_WrongTimes_AreAllToldAndCallNobody(bool streaming)
    {
        TestClient inner = new();
        using CapacityAwareChatClient client = Make.Router(inner);
        RequestRouting wrong = new()
        {
            Timeouts = new() { FirstToken = TimeSpan.FromSeconds(-3), Idle = TimeSpan.Zero, Total = TimeSpan.FromDays(8), MinimumUpdatesPerSecond = double.PositiveInfinity },
        };

        ArgumentException refused = await Assert.ThrowsAnyAsync<ArgumentException>(() => Ask(client, wrong, streaming));

        Assert.Contains("RequestRouting:Timeouts:FirstToken: must be more than zero or None, is -00:00:03.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("RequestRouting:Timeouts:Idle: must be more than zero or None, is 00:00:00.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("RequestRouting:Timeouts:Total: must be at most 7 days, is 8.00:00:00.", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"RequestRouting:Timeouts:MinimumUpdatesPerSecond: must be zero or more, is {double.PositiveInfinity.ToString(CultureInfo.InvariantCulture)}.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, inner.Calls);
    }

    [Fact]
    public void BindConfiguration_AWordThatIsNoTime_IsToldWithItsPath()
    {
        ReloadableConfiguration configuration = new("""{ "Timeouts": { "FirstToken": "soon", "MinimumUpdatesPerSecond": "some" }, "Routes": { "a": { "Timeouts": { "FirstToken": "Adaptable" } } } }""");
        using ServiceProvider services = new ServiceCollection()
            .AddCapacityAwareFallback(routing => routing.AddRoute("a", new TestClient()).BindConfiguration(configuration.Root)).BuildServiceProvider();

        OptionsValidationException refused = Assert.ThrowsAny<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(refused.Failures, failure => failure.StartsWith("Timeouts:FirstToken: must be a time such as 00:00:10, Adaptive or None, is 'soon'.", StringComparison.Ordinal));
        Assert.Contains(refused.Failures, failure => failure.StartsWith("Routes:a:Timeouts:FirstToken: must be a time such as 00:00:10, Adaptive or None, is 'Adaptable'.", StringComparison.Ordinal));
        Assert.Contains(refused.Failures, failure => failure.StartsWith("Timeouts:MinimumUpdatesPerSecond: ", StringComparison.Ordinal) && failure.Contains("'some'", StringComparison.Ordinal));
    }

    private static Task<ChatResponse> Ask(IChatClient client, RequestRouting wishes, bool streaming = true) => client.AskAsync(streaming, new ChatOptions().WithRouting(wishes));

    /// <summary>What the first route's failure says, whether another one served or the caller was told.</summary>
    private async Task<string> FailureOfAsync(Task<ChatResponse> call)
    {
        await ((Task)call).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _witness.Exception.Message;
    }

    private async Task EndsAfterAsync(double seconds, Task call)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds - 0.001));
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.001));
        Assert.True(await call.IsDoneAsync());
    }

    private ScriptedStream Pending(int at, params ChatResponseUpdate[] updates) => new() { Updates = updates, OnMove = index => index == at ? new(_pending.Task) : null };
}
