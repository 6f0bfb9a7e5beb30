using System.Runtime.ExceptionServices;
using System.Text;

namespace CapacityRouting.Wire;

/// <summary>
/// The body of an error, of which the start has been read already: it is given out again, then whatever follows. A body that broke off
/// while its start was read breaks off for the client too, at the same place and with the same exception; one that stalled is handed on
/// with the read that is still under way, and goes on from there.
/// </summary>
internal sealed class ReplayedStream : ForwardStream
{
    // Errors come in one piece, as a rule. A client that reads no more than the headers must not wait for a body that never ends.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Stream _rest;
    private readonly CancellationTokenSource _reading = new();
    private byte[] _start = new byte[1024];
    private int _length;
    private int _given;
    private Task<int>? _pending;
    private ExceptionDispatchInfo? _brokenBy;

    private ReplayedStream(Stream rest) => _rest = rest;

    /// <summary>Reads the start, or as much of it as comes in a short while.</summary>
    public static async ValueTask<ReplayedStream> ReadAsync(Stream body, TimeProvider time, CancellationToken cancellationToken)
    {
        ReplayedStream replayed = new(body);

        // A read that outlives this call is the client's, and no token that ended with the request may take it away.
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

    /// <summary>Reads the start, however long it takes: a read that blocks can't be left, and clients of models are asynchronous.</summary>
    public static ReplayedStream Read(Stream body)
    {
        ReplayedStream replayed = new(body);
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

    /// <summary>What has been read, as text. A charset that nobody knows is taken for UTF-8.</summary>
    public string TextIn(string? charset) => EncodingOf(charset).GetString(_start, 0, _length);

    public override int Read(Span<byte> buffer)
    {
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
            // Before the stream is disposed: connections are drained then, and must not be read twice at once.
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

    /// <summary>The next piece; nothing, once patience is over.</summary>
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

    /// <summary>A client that asks for no more of the body never learns how the read ended, which is no fault of it.</summary>
    private static void Forgive(Task pending) =>
        _ = pending.ContinueWith(static read => _ = read.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    /// <summary>Goes on with the read that was under way. It may be given up and asked for again: nothing of it is lost.</summary>
    private async ValueTask<int> GoOnAsync(Task<int> pending, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        Arrived(await pending.WaitAsync(cancellationToken).ConfigureAwait(false));
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
