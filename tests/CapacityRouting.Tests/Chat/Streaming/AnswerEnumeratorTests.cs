using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Chat.Streaming;

/// <summary>A reader that does what readers should not: it leaves while a step is under way, or goes on after it has given up.</summary>
public sealed class AnswerEnumeratorTests
{
    private static readonly ProviderProfile Prefills = ProviderProfile.Generic with { SupportsAssistantPrefill = true };

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task DisposeAsync_WhileTheStreamOpens_GivesBackWhatItTookOnceItHasOpened()
    {
        TaskCompletionSource<bool> opening = new();
        ScriptedStream stream = new() { Updates = [Updates.Text("late"), Updates.Finish()], OnMove = index => index == 0 ? new(opening.Task) : null };
        using CapacityAwareChatClient client = Make.Router(_time, stream.AsClient());

        IAsyncEnumerator<ChatResponseUpdate> reading = client.GetStreamingResponseAsync(Ask.Question).GetAsyncEnumerator();
        Task<bool> moving = reading.MoveNextAsync().AsTask();
        await reading.DisposeAsync();
        opening.SetResult(true);

        Assert.False(await moving.DoneAsync());
        Assert.Equal((0, 1), (client.Route("a").InFlight, stream.Disposals));
    }

    [Fact]
    public async Task DisposeAsync_WhileAStepIsUnderWay_EndsItAndGivesBackWhatItTook()
    {
        TaskCompletionSource<bool> pending = new();
        ScriptedStream stream = new() { Updates = [Updates.Text("one "), Updates.Text("two")], OnMove = index => index == 1 ? new(pending.Task) : null };
        using CapacityAwareChatClient client = Make.Router(_time, stream.AsClient());

        IAsyncEnumerator<ChatResponseUpdate> reading = client.GetStreamingResponseAsync(Ask.Question).GetAsyncEnumerator();
        Assert.True(await reading.MoveNextAsync());
        Task<bool> moving = reading.MoveNextAsync().AsTask();
        await reading.DisposeAsync();

        Assert.False(await moving.DoneAsync());
        Assert.Equal((0, 0), (client.Route("a").InFlight, stream.Disposals));
        pending.SetResult(true);
        Assert.True(await stream.Disposed.IsDoneAsync());
        Assert.False(await reading.MoveNextAsync());
    }

    [Fact]
    public async Task DisposeAsync_WhileAContinuationOpens_GivesBackWhatItTookOnceItHasOpened()
    {
        TaskCompletionSource<bool> opening = new();
        ScriptedStream first = new() { Updates = [Updates.Text("one ")], OnMove = index => index == 1 ? throw TestClient.Http(503) : null };
        ScriptedStream second = new() { Updates = [Updates.Text("two."), Updates.Finish()], OnMove = index => index == 0 ? new(opening.Task) : null };
        using CapacityAwareChatClient client = new(
            [new("a", first.AsClient()) { Profile = Prefills }, new("b", second.AsClient()) { Profile = Prefills }], new() { MaxContinuations = 1 }, _time);

        IAsyncEnumerator<ChatResponseUpdate> reading = client.GetStreamingResponseAsync(Ask.Question).GetAsyncEnumerator();
        Assert.True(await reading.MoveNextAsync());
        Task<bool> moving = reading.MoveNextAsync().AsTask();
        await reading.DisposeAsync();
        opening.SetResult(true);

        Assert.False(await moving.DoneAsync());
        Assert.Equal((0, 1), (client.Route("b").InFlight, second.Disposals));
    }

    [Fact]
    public async Task MoveNextAsync_CancelledOverAClientThatNeverWaitsAndNeverHeeds_EndsSoon()
    {
        using CancellationTokenSource giveUp = new();
        ScriptedStream endless = new() { Updates = [.. Enumerable.Repeat(Updates.Text("x"), 2_000)] };
        using CapacityAwareChatClient client = Make.Router(_time, endless.AsClient());
        List<ChatResponseUpdate> seen = [];

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync(Ask.Question, cancellationToken: giveUp.Token))
            {
                seen.Add(update);
                await giveUp.CancelAsync();
            }
        });

        Assert.InRange(seen.Count, 1, 256);
        Assert.Equal((0, 1), (client.Route("a").InFlight, endless.Disposals));
    }
}
