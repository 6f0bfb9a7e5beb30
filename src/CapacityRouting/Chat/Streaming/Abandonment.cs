namespace CapacityRouting.Chat.Streaming;

/// <summary>
/// Ends a stream whose reader was dropped without disposal. Only the reader refers to it, so that it is finalised with the reader, and gives back
/// the stream's lease.
/// </summary>
/// <param name="stream">The stream.</param>
/// <param name="linked">The link of the reader's tokens, if there are two: they may live long.</param>
internal sealed class Abandonment(AttemptStream stream, CancellationTokenSource? linked) : IDisposable
{
    // A client's code must not run on the finaliser's thread. No object here has a finaliser that may have run before.
#pragma warning disable MA0055
    ~Abandonment() => ThreadPool.UnsafeQueueUserWorkItem(static left => left.GiveBack(), this, preferLocal: false);
#pragma warning restore MA0055

    /// <summary>The reader has read to the end, or has disposed of the stream.</summary>
    public void Dispose() => GC.SuppressFinalize(this);

    private void GiveBack()
    {
        stream.Leave();
        linked?.Dispose();
    }
}
