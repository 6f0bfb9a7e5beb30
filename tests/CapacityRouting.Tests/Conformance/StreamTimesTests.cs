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
    public async Task FirstTokenTimeout_WhileTheHeadersAreAwaited_Runs(bool ofTheRequest)
    {
        TestClient waiting = new() { OnResponse = (_, _, token) => new TaskCompletionSource<ChatResponse>().Task.WaitAsync(token) };
        using CapacityAwareChatClient client = Make.Router(
            _time, _witness.Options, new ModelRoute("a", waiting) { FirstTokenTimeout = ofTheRequest ? Timeout.InfiniteTimeSpan : TwoSeconds }, new("b", TestClient.Saying("second")));

        Task<ChatResponse> call = Ask(client, ofTheRequest ? new() { FirstTokenTimeout = TwoSeconds } : new());

        await EndsAfterAsync(2, call);
        Assert.Equal("Route 'a': no content within 2 s (FirstTokenTimeout).", await FailureOfAsync(call));
    }

    [Fact]
    public async Task FirstTokenTimeout_InfiniteOnTheRequest_GoesOverTheRoutes()
    {
        ScriptedStream stream = Pending(at: 0, Updates.Text("hello"));
        using CapacityAwareChatClient client = Make.Router(_time, _witness.Options, new ModelRoute("a", stream.AsClient()) { FirstTokenTimeout = TwoSeconds }, new("b", TestClient.Saying("second")));

        Task<ChatResponse> call = Ask(client, new() { FirstTokenTimeout = Timeout.InfiniteTimeSpan });
        _time.Advance(TimeSpan.FromMinutes(4));
        _pending.SetResult(true);

        Assert.Equal("hello", (await call.DoneAsync()).Text);
    }

    [Fact]
    public async Task IdleTimeout_OfTheRequest_GoesOverTheRoutes()
    {
        ScriptedStream stream = Pending(at: 1, Updates.Text("hel"), Updates.Text("lo"));
        using CapacityAwareChatClient client = Make.Router(_time, _witness.Options, stream.AsClient());

        Task<ChatResponse> call = Ask(client, new() { IdleTimeout = TwoSeconds });

        await EndsAfterAsync(2, call);
        Assert.Contains("no update for 2 s (IdleTimeout)", await FailureOfAsync(call), StringComparison.Ordinal);
    }

    [Fact]
    public async Task IdleTimeout_InfiniteOnTheRequest_GoesOverTheRoutes()
    {
        ScriptedStream stream = Pending(at: 1, Updates.Text("hel"), Updates.Text("lo"));
        using CapacityAwareChatClient client = Make.Router(_time, _witness.Options, new ModelRoute("a", stream.AsClient()) { IdleTimeout = TwoSeconds });

        Task<ChatResponse> call = Ask(client, new() { IdleTimeout = Timeout.InfiniteTimeSpan });
        _time.Advance(TimeSpan.FromMinutes(4));
        _pending.SetResult(true);

        Assert.Equal("hello", (await call.DoneAsync()).Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AttemptTimeout_OfTheRequest_HoldsForStreamsAndWholeResponses(bool streaming)
    {
        TestClient hanging = new() { OnResponse = (_, _, _) => new TaskCompletionSource<ChatResponse>().Task };
        using CapacityAwareChatClient client = Make.Router(_time, _witness.Options, hanging, TestClient.Saying("second"));

        Task<ChatResponse> call = Ask(client, new() { AttemptTimeout = TwoSeconds }, streaming);

        await EndsAfterAsync(2, call);
        Assert.Equal("Route 'a': not done within 2 s in all (AttemptTimeout).", await FailureOfAsync(call));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AttemptTimeout_InfiniteOnTheRequest_GoesOverTheRoutes(bool streaming)
    {
        TaskCompletionSource<ChatResponse> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TestClient slow = new() { OnResponse = (_, _, _) => answer.Task };
        using CapacityAwareChatClient client = Make.Router(_time, _witness.Options, new ModelRoute("a", slow) { AttemptTimeout = TwoSeconds });

        Task<ChatResponse> call = Ask(client, new() { AttemptTimeout = Timeout.InfiniteTimeSpan, FirstTokenTimeout = Timeout.InfiniteTimeSpan }, streaming);
        _time.Advance(TimeSpan.FromHours(1));
        answer.SetResult(TestClient.Says("at last"));

        Assert.Equal("at last", (await call.DoneAsync()).Text);
    }

    [Fact]
    public async Task AttemptTimeout_OfAStreamThatFlows_SaysSo()
    {
        ScriptedStream stream = Pending(at: 1, Updates.Text("hel"), Updates.Text("lo"));
        using CapacityAwareChatClient client = Make.Router(_time, _witness.Options, stream.AsClient());

        Task<ChatResponse> call = Ask(client, new() { AttemptTimeout = TwoSeconds });

        await EndsAfterAsync(2, call);
        Assert.Contains("not done within 2 s in all (AttemptTimeout)", await FailureOfAsync(call), StringComparison.Ordinal);
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
    public async Task MinimumProgress_AStreamThatOnlyTrickles_IsLeftForTheNext(bool ofTheRequest)
    {
        ScriptedStream stream = Pending(at: 3, Updates.Empty(), Updates.Empty(), Updates.Empty());
        using CapacityAwareChatClient client = Make.Router(
            _time, _witness.Options, new ModelRoute("a", stream.AsClient()) { MinimumProgress = ofTheRequest ? 0 : 0.5 }, new("b", TestClient.Saying("second")));

        Task<ChatResponse> call = Ask(client, ofTheRequest ? new() { MinimumProgress = 0.5 } : new());

        // Three updates have come at once, and each buys two seconds.
        await EndsAfterAsync(6, call);
        Assert.Equal("Route 'a': too few updates before its first content: less than one in 2 s (MinimumProgress).", await FailureOfAsync(call));
    }

    [Fact]
    public async Task MinimumProgress_ZeroOnTheRequest_GoesOverTheRoutes()
    {
        ScriptedStream stream = Pending(at: 1, Updates.Empty(), Updates.Text("hello"));
        using CapacityAwareChatClient client = Make.Router(_time, _witness.Options, new ModelRoute("a", stream.AsClient()) { MinimumProgress = 0.5 });

        Task<ChatResponse> call = Ask(client, new() { MinimumProgress = 0 });
        _time.Advance(TimeSpan.FromSeconds(59));
        _pending.SetResult(true);

        Assert.Equal("hello", (await call.DoneAsync()).Text);
    }

    [Fact]
    public async Task MinimumProgress_BeforeTheFirstUpdate_DoesNotRun()
    {
        TaskCompletionSource<bool> headers = new();
        ScriptedStream stream = new()
        {
            Updates = [Updates.Empty(), Updates.Text("hello")],
            OnMove = index => new(index == 0 ? headers.Task : _pending.Task),
        };
        using CapacityAwareChatClient client = Make.Router(_time, _witness.Options, new ModelRoute("a", stream.AsClient()) { MinimumProgress = 0.5 }, new("b", TestClient.Saying("second")));

        Task<ChatResponse> call = Ask(client, new());
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.False(call.IsCompleted);
        headers.SetResult(true);

        Assert.Equal("second", (await _time.RunAsync(call, atMost: TimeSpan.FromSeconds(20))).Text);
        Assert.Contains("(MinimumProgress)", await FailureOfAsync(call), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MinimumProgress_AfterTheFirstContent_DoesNotRun()
    {
        ScriptedStream stream = Pending(at: 1, Updates.Text("hel"), Updates.Text("lo"));
        using CapacityAwareChatClient client = Make.Router(_time, _witness.Options, new ModelRoute("a", stream.AsClient()) { MinimumProgress = 0.5 });

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
    public async Task MinimumProgress_LessThanTheFirstTokenTimeoutAsks_DoesNotPutItOff(double perSecond)
    {
        ScriptedStream stream = Pending(at: 3, Updates.Empty(), Updates.Empty(), Updates.Empty());
        using CapacityAwareChatClient client = Make.Router(_time, _witness.Options, new ModelRoute("a", stream.AsClient()) { MinimumProgress = perSecond, FirstTokenTimeout = TwoSeconds }, new("b", TestClient.Saying("second")));

        Task<ChatResponse> call = Ask(client, new());

        await EndsAfterAsync(2, call);
        Assert.Contains("(FirstTokenTimeout)", await FailureOfAsync(call), StringComparison.Ordinal);
    }

    [Fact]
    public void ModelRoute_WrongTimes_AreAllTold()
    {
        CapacityRoutingOptions options = new() { FirstTokenTimeout = TimeSpan.FromMilliseconds(-3), MinimumProgress = double.NaN };
        ModelRoute route = new("a", new TestClient()) { FirstTokenTimeout = TimeSpan.Zero, MinimumProgress = -0.5, IdleTimeout = StreamTimeouts.Adaptive, AttemptTimeout = TimeSpan.Zero };

        ArgumentException refused = Assert.ThrowsAny<ArgumentException>(() => new CapacityAwareChatClient([route], options));

        Assert.Contains("FirstTokenTimeout: must be more than zero, is -00:00:00.0030000.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("MinimumProgress: must be zero or more, is NaN.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Routes:a:FirstTokenTimeout: must be more than zero, is 00:00:00.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Routes:a:MinimumProgress: must be zero or more, is -0.5.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Routes:a:IdleTimeout: must be more than zero, is -00:00:00.0020000.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Routes:a:AttemptTimeout: must be more than zero, is 00:00:00.", refused.Message, StringComparison.Ordinal);
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
            FirstTokenTimeout = TimeSpan.FromSeconds(-3), IdleTimeout = TimeSpan.Zero, AttemptTimeout = StreamTimeouts.Adaptive, MinimumProgress = double.PositiveInfinity,
        };

        ArgumentException refused = await Assert.ThrowsAnyAsync<ArgumentException>(() => Ask(client, wrong, streaming));

        Assert.Contains("RequestRouting:FirstTokenTimeout: must be more than zero, is -00:00:03.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("RequestRouting:IdleTimeout: must be more than zero, is 00:00:00.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("RequestRouting:AttemptTimeout: must be more than zero, is -00:00:00.0020000.", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"RequestRouting:MinimumProgress: must be zero or more, is {double.PositiveInfinity.ToString(CultureInfo.InvariantCulture)}.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, inner.Calls);
    }

    [Fact]
    public void BindConfiguration_AWordThatIsNoTime_IsToldWithItsPath()
    {
        ReloadableConfiguration configuration = new("""{ "FirstTokenTimeout": "soon", "MinimumProgress": "some", "Routes": { "a": { "FirstTokenTimeout": "Adaptable" } } }""");
        using ServiceProvider services = new ServiceCollection()
            .AddCapacityAwareFallback(routing => routing.AddRoute("a", new TestClient()).BindConfiguration(configuration.Root)).BuildServiceProvider();

        OptionsValidationException refused = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("FirstTokenTimeout: must be a time such as 00:00:10, or Adaptive, is 'soon'.", refused.Failures);
        Assert.Contains("Routes:a:FirstTokenTimeout: must be a time such as 00:00:10, or Adaptive, is 'Adaptable'.", refused.Failures);
        Assert.Contains(refused.Failures, failure => failure.StartsWith("MinimumProgress: ", StringComparison.Ordinal) && failure.Contains("'some'", StringComparison.Ordinal));
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
