using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Benchmarks.Rivals;

/// <summary>
/// Behaves as Microsoft's <c>OrderedFailoverChatClient</c>: the clients in order, the next one on an exception, and no
/// memory of capacity or health from call to call. A stream fails over up to its first update.
/// </summary>
internal sealed class OrderedFailoverClient(params IChatClient[] clients) : RivalClient
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Exception? last = null;
        foreach (IChatClient client in clients)
        {
            try
            {
                return await client.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                last = failure;
            }
        }

        throw new InvalidOperationException("Every client failed.", last);
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IAsyncEnumerator<ChatResponseUpdate> stream = await OpenAsync(messages, options, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            do
            {
                yield return stream.Current;
            }
            while (await stream.MoveNextAsync().ConfigureAwait(false));
        }
    }

    /// <summary>The first client's stream that gives an update, standing on it.</summary>
    private async ValueTask<IAsyncEnumerator<ChatResponseUpdate>> OpenAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        Exception? last = null;
        foreach (IChatClient client in clients)
        {
            try
            {
                IAsyncEnumerator<ChatResponseUpdate> stream =
                    client.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
                if (await stream.MoveNextAsync().ConfigureAwait(false))
                    return stream;
                await stream.DisposeAsync().ConfigureAwait(false);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                last = failure;
            }
        }

        throw new InvalidOperationException("Every client failed.", last);
    }
}
