using System.Threading.Channels;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

/// <summary>Updates of nothing, as some servers send them to keep a connection open, are no answer: a stream that has nothing else is idle.</summary>
public sealed class SilentStreamTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTime _time = new();
    private readonly Channel<ChatResponseUpdate> _wire = Channel.CreateUnbounded<ChatResponseUpdate>(new() { AllowSynchronousContinuations = true });

    [Fact]
    public async Task Stream_OfNothingAfterItsFirstContent_IsIdle()
    {
        Task<ChatResponse> call = Begin(TimeSpan.FromSeconds(5));

        for (int second = 1; second < 5; second++)
            Send(Updates.Empty());
        Assert.False(call.IsCompleted);
        _time.Advance(Second);

        StreamInterruptedException cut = await Assert.ThrowsAsync<StreamInterruptedException>(() => call.DoneAsync());
        Assert.Equal(FailureKind.Timeout, cut.Failure.Kind);
    }

    [Fact]
    public async Task Stream_OfContentBetweenUpdatesOfNothing_GoesOn()
    {
        Task<ChatResponse> call = Begin(TimeSpan.FromSeconds(3));

        for (int second = 0; second < 30; second++)
            Send(second % 2 == 0 ? Updates.Empty() : Updates.Text("x"));
        End();

        Assert.Equal("hello" + new string('x', 15), (await call.DoneAsync()).Text);
    }

    /// <summary>Content that comes together with an update of nothing counts, in either order.</summary>
    [Fact]
    public async Task Stream_OfContentBesideUpdatesOfNothing_GoesOn()
    {
        Task<ChatResponse> call = Begin(TimeSpan.FromSeconds(3));

        for (int second = 0; second < 30; second++)
        {
            Send(Updates.Text("x"));
            Write(Updates.Empty());
        }

        End();

        Assert.Equal("hello" + new string('x', 30), (await call.DoneAsync()).Text);
    }

    /// <summary>A model that thinks in silence still counts what it writes.</summary>
    [Fact]
    public async Task Stream_OfUsageAlone_GoesOn()
    {
        Task<ChatResponse> call = Begin(TimeSpan.FromSeconds(3));

        for (int second = 0; second < 30; second++)
            Send(Updates.Usage(10, 5 + second));
        End();

        Assert.Equal("hello", (await call.DoneAsync()).Text);
    }

    /// <summary>A learned time is put off by any sign of life, up to the fixed time.</summary>
    [Fact]
    public async Task Stream_OfNothingWithALearnedTime_IsIdleAfterTheFixedOne()
    {
        Task<ChatResponse> call = Begin(TimeLimit.Adaptive);

        for (int second = 1; second < 60; second++)
            Send(Updates.Empty());
        Assert.False(call.IsCompleted);
        _time.Advance(Second);

        Assert.Equal(FailureKind.Timeout, (await Assert.ThrowsAsync<StreamInterruptedException>(() => call.DoneAsync())).Failure.Kind);
    }

    private Task<ChatResponse> Begin(TimeLimit idle)
    {
        TestClient model = new() { OnStream = (_, _, token) => _wire.Reader.ReadAllAsync(token) };
        CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { MaxContinuations = 0 }, new ModelRoute("a", model) { Timeouts = new() { Idle = idle } });
        Task<ChatResponse> call = null!;
        Bare.Run(() => call = client.AskAsync(streaming: true));
        Write(Updates.Text("hello"));
        return call;
    }

    /// <summary>Sends an update a second after the last one.</summary>
    private void Send(ChatResponseUpdate update)
    {
        _time.Advance(Second);
        Write(update);
    }

    private void Write(ChatResponseUpdate update) => Bare.Run(() => Assert.True(_wire.Writer.TryWrite(update)));

    private void End()
    {
        Write(Updates.Finish());
        Bare.Run(() => _wire.Writer.Complete());
    }
}
