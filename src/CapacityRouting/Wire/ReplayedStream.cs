using System.Runtime.ExceptionServices;
using System.Text;

namespace CapacityRouting.Wire;

/// <summary>
/// The body of an error, the start of which has already been read. The start is replayed, then the rest follows. A body that broke off
/// during the first read breaks off for the client too, at the same place and with the same exception. A body that stalled is handed on
/// with its pending read, and continues from there.
/// </summary>
internal sealed class ReplayedStream : ForwardStream
{
    // Errors usually come in one piece. A client that reads only the headers must not wait for a body that never ends.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // How long a client waits for the rest of a body that has stalled. Its status is known, and the next route is waiting.
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(5);

    private readonly Stream _rest;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _reading = new();
    private byte[] _start = new byte[1024];
    private int _length;
    private int _given;
    private Task<int>? _pending;
    private ExceptionDispatchInfo? _brokenBy;

    private ReplayedStream(Stream rest, TimeProvider time) => (_rest, _time) = (rest, time);

    /// <summary>Reads the start, or as much of it as comes in <see cref="Patience"/>.</summary>
    public static async ValueTask<ReplayedStream> ReadAsync(Stream body, TimeProvider time, CancellationToken cancellationToken)
    {
        ReplayedStream replayed = new(body, time);

        // A pending read belongs to the client after this call. A token that ends with the request must not cancel it.
        using CancellationTokenRegistration request = cancellationToken.UnsafeRegister(static reading => ((CancellationTokenSource)reading!).Cancel(), replayed._reading);
        using CancellationTokenSource patience = new(Patience, time);
        try
        {
            while (replayed.HasRoom && replayed.Took(await replayed.NextAsync(patience.Token).ConfigureAwait(false)))
                continue;
        }
        catch (Exception thrown)
        {
            replayed._brokenBy = ExceptionDispatchInfo.Capture(thrown);
        }

        return replayed;
    }

    /// <summary>Reads the start without a time limit: a blocking read can't be abandoned. Clients of models are asynchronous, so the case is rare.</summary>
    public static ReplayedStream Read(Stream body)
    {
        ReplayedStream replayed = new(body, TimeProvider.System);
        try
        {
            while (replayed.HasRoom && replayed.Took(body.Read(replayed.Room.Span)))
                continue;
        }
        catch (Exception thrown)
        {
            replayed._brokenBy = ExceptionDispatchInfo.Capture(thrown);
        }

        return replayed;
    }

    /// <summary>Runs as the client reads.</summary>
    public Action? Reader { get; set; }

    /// <summary>The start as text. An unknown charset is read as UTF-8.</summary>
    /// <param name="charset">The charset; null where not stated.</param>
    /// <param name="packing">How the body is packed; null where it is not.</param>
    public string TextIn(string? charset, string? packing = null)
    {
        ReadOnlySpan<byte> text = PackedBody.Unpack(_start.AsMemory(0, _length), packing);
        return EncodingOf(charset).GetString(text);
    }

    public override int Read(Span<byte> buffer)
    {
        Reader?.Invoke();
        if (_given < _length)
            return Replay(buffer);
        _brokenBy?.Throw();
        if (_pending is null)
            return _rest.Read(buffer);
        Arrived(_pending.GetAwaiter().GetResult());
        return Replay(buffer);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Reader?.Invoke();
        if (_given < _length)
            return new(Replay(buffer.Span));
        if (_brokenBy is not null)
            return ValueTask.FromException<int>(_brokenBy.SourceException);
        return _pending is null ? _rest.ReadAsync(buffer, cancellationToken) : GoOnAsync(_pending, buffer, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // Cancelled before the stream is disposed: disposal drains the connection, and two reads at once are not allowed.
            if (_pending is { IsCompleted: false })
                _reading.Cancel();
            _reading.Dispose();
            _rest.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool HasRoom
    {
        get
        {
            if (_length == _start.Length && _length < ObservedResponse.LongestBody)
                Array.Resize(ref _start, Math.Min(2 * _length, ObservedResponse.LongestBody));
            return _length < _start.Length;
        }
    }

    private Memory<byte> Room => _start.AsMemory(_length);

    /// <summary>Reads the next piece. Zero bytes, once patience is over.</summary>
    private async ValueTask<int> NextAsync(CancellationToken patience)
    {
        ValueTask<int> reading = _rest.ReadAsync(Room, _reading.Token);
        if (reading.IsCompleted)
            return await reading.ConfigureAwait(false);
        Task<int> pending = reading.AsTask();
        await ((Task)pending).WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (pending.IsCompleted)
            return await pending.ConfigureAwait(false);
        _pending = pending;
        Forgive(pending);
        return 0;
    }

    /// <summary>Observes the exception of a pending read. A client may never ask for the rest of the body, and the exception is not its fault.</summary>
    private static void Forgive(Task pending) =>
        _ = pending.ContinueWith(static read => _ = read.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    /// <summary>Continues with the pending read. A caller may abandon it and read again, and no bytes are lost.</summary>
    /// <exception cref="TimeoutException">Nothing has come for <see cref="Stall"/>.</exception>
    private async ValueTask<int> GoOnAsync(Task<int> pending, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        Arrived(await pending.WaitAsync(Stall, _time, cancellationToken).ConfigureAwait(false));
        return Replay(buffer.Span);
    }

    private void Arrived(int count)
    {
        _length += count;
        _pending = null;
    }

    private bool Took(int count)
    {
        _length += count;
        return count > 0;
    }

    private int Replay(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, _length - _given);
        _start.AsSpan(_given, count).CopyTo(buffer);
        _given += count;
        return count;
    }

    private static Encoding EncodingOf(string? charset)
    {
        try
        {
            return charset is null ? Encoding.UTF8 : Encoding.GetEncoding(charset.Trim('"'));
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8;
        }
    }
}
