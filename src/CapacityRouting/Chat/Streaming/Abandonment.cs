namespace CapacityRouting.Chat.Streaming;

/// <summary>
/// Ends a stream whose reader was forgotten without being disposed. Only the reader holds it, so that it is finalised when the reader is gone, and gives back
/// what the stream holds.
/// </summary>
/// <param name="stream">The stream.</param>
/// <param name="linked">What ties the reader's tokens together, if there are two: they may live long.</param>
internal sealed class Abandonment(AttemptStream stream, CancellationTokenSource? linked) : IDisposable
{
    // A client's code does not belong on the finaliser's thread. Nothing here has a finaliser of its own to have run before.
#pragma warning disable MA0055
    ~Abandonment() => ThreadPool.UnsafeQueueUserWorkItem(static left => left.GiveBack(), this, preferLocal: false);
#pragma warning restore MA0055

    /// <summary>The reader has read to the end, or has disposed of the stream itself.</summary>
    public void Dispose() => GC.SuppressFinalize(this);

    private void GiveBack()
    {
        stream.Leave();
        linked?.Dispose();
    }
}
