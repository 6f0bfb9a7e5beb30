using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Chat.Streaming;

/// <summary>The interaction of a client's stream with its readers.</summary>
public sealed class ClientStreamReaderTests
{
    [Fact]
    public async Task Client_ThatComesToRestWhileTheCallerIsStillCancelling_IsNotHeldUp()
    {
        // The caller goes on inside of its own cancellation, and waits there for the client, which heeds no token.
        using CancellationTokenSource giveUp = new();
        TaskCompletionSource<bool> pending = new();
        ScriptedStream stream = new() { Updates = [Updates.Text("one ")], OnMove = index => index == 1 ? new(pending.Task) : null };
        using CapacityAwareChatClient client = Make.Router(stream.AsClient());

        Task<bool> reading = await Task.Run(() => Task.FromResult(ReadAndWaitAsync(client, pending, giveUp.Token)), CancellationToken.None);
        await Task.Run(giveUp.Cancel, CancellationToken.None);

        Assert.True(await reading.DoneAsync());
    }

    private static async Task<bool> ReadAndWaitAsync(CapacityAwareChatClient client, TaskCompletionSource<bool> pending, CancellationToken cancellationToken)
    {
        try
        {
            await client.GetStreamingResponseAsync(Ask.Question, cancellationToken: cancellationToken).ReadIntoAsync([]).ConfigureAwait(false);
            return false;
        }
        catch (OperationCanceledException)
        {
            Task atRest = Task.Run(() => pending.SetResult(true), CancellationToken.None);
            return ((IAsyncResult)atRest).AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(5));
        }
    }
}
