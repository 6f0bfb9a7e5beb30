using CapacityRouting.Tests.Tools;
using CapacityRouting.Transparency.Placing;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Transparency;

/// <summary>A call begins, is cancelled and ends at the model as it would without a router.</summary>
public sealed class LifetimeTests
{
    public static TheoryData<string, bool> All => Ways.AllBothWays;

    public static TheoryData<string, bool> Routers => Ways.RoutersBothWays;

    [Theory]
    [InlineData(Ways.None, false)]
    [InlineData(Ways.None, true)]
    [InlineData(Ways.Untimed, false)]
    [InlineData(Ways.Untimed, true)]
    public async Task Token_WhereNoTimeoutApplies_ReachesTheModelAsItIs(string way, bool streaming)
    {
        TestClient model = new();
        using IChatClient client = Ways.To(model, way);
        using CancellationTokenSource caller = new();

        await client.AskAsync(streaming, token: caller.Token);

        Assert.Equal(caller.Token, model.LastToken);
    }

    [Theory]
    [MemberData(nameof(Routers))]
    public async Task Call_CancelledBefore_ReachesNoModel(string way, bool streaming)
    {
        TestClient model = new();
        using IChatClient client = Ways.To(model, way);
        CancellationToken cancelled = new(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.AskAsync(streaming, token: cancelled));

        Assert.Equal(0, model.Calls);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Call_CancelledWhileTheModelThinks_EndsWithTheCallersToken(string way, bool streaming)
    {
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TestClient model = new()
        {
            OnResponse = async (_, _, token) =>
            {
                begun.SetResult();
                await new TaskCompletionSource().Task.WaitAsync(token);
                return TestClient.Says("never");
            },
        };
        using IChatClient client = Ways.To(model, way);
        using CancellationTokenSource caller = new();

        Task<ChatResponse> call = client.AskAsync(streaming, token: caller.Token);
        await begun.Task;
        caller.Cancel();

        Assert.Equal(caller.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call)).CancellationToken);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Stream_CancelledBetweenItsUpdates_EndsAndIsDisposed(string way, bool _)
    {
        bool isDisposed = false;
        TestClient model = new() { OnStream = (_, _, token) => Endless(token) };
        using IChatClient client = Ways.To(model, way);
        using CancellationTokenSource caller = new();
        List<string> seen = [];

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync(Ask.Question, cancellationToken: caller.Token))
            {
                seen.Add(update.Text);
                caller.Cancel();
            }
        });

        Assert.Equal(["word"], seen);
        Assert.True(isDisposed);

        async IAsyncEnumerable<ChatResponseUpdate> Endless([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
        {
            try
            {
                while (true)
                {
                    yield return new(ChatRole.Assistant, "word");
                    await Task.Yield();
                    token.ThrowIfCancellationRequested();
                }
            }
            finally
            {
                isDisposed = true;
            }
        }
    }

    /// <summary>A stream is a recipe: nothing happens before it is read, and each reading is a call.</summary>
    [Theory]
    [MemberData(nameof(Routers))]
    public async Task Stream_IsBegunWhenItIsReadAndAnewWithEachReading(string way, bool _)
    {
        TestClient model = new();
        using IChatClient client = Ways.To(model, way);
        IAsyncEnumerable<ChatResponseUpdate> stream = client.GetStreamingResponseAsync(Ask.Question);
        Assert.Equal(0, model.Calls);

        Assert.Equal("ok", (await stream.ToChatResponseAsync()).Text);
        Assert.Equal("ok", (await stream.ToChatResponseAsync()).Text);

        Assert.Equal(2, model.Calls);
    }

    /// <summary>Who leaves a stream early gets its enumerator disposed.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public async Task Stream_ThatIsLeftEarly_IsDisposedAtTheModel(string way, bool _)
    {
        bool isDisposed = false;
        TestClient model = new() { OnStream = (_, _, _) => Words() };
        using IChatClient client = Ways.To(model, way);

        await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync(Ask.Question))
            if (update.Text.Length > 0)
                break;

        Assert.True(isDisposed);

        async IAsyncEnumerable<ChatResponseUpdate> Words()
        {
            try
            {
                await Task.Yield();
                yield return new(ChatRole.Assistant, "one");
                yield return new(ChatRole.Assistant, "two");
            }
            finally
            {
                isDisposed = true;
            }
        }
    }
}
