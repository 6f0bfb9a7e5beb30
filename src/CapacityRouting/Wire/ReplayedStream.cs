using System.Runtime.ExceptionServices;
using System.Text;

namespace CapacityRouting.Wire;

/// <summary>
/// The body of an error, of which the start has been read already: it is given out again, then whatever follows. A body that broke off
/// while its start was read breaks off for the client too, at the same place and with the same exception.
/// </summary>
internal sealed class ReplayedStream : ForwardStream
{
    private readonly Stream _rest;
    private byte[] _start = new byte[1024];
    private int _length;
    private int _given;
    private ExceptionDispatchInfo? _brokenBy;

    private ReplayedStream(Stream rest) => _rest = rest;

    public static async ValueTask<ReplayedStream> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        ReplayedStream replayed = new(body);
        try
        {
            while (replayed.HasRoom && replayed.Took(await body.ReadAsync(replayed.Room, cancellationToken).ConfigureAwait(false)))
                continue;
        }
        catch (Exception thrown)
        {
            replayed._brokenBy = ExceptionDispatchInfo.Capture(thrown);
        }

        return replayed;
    }

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
        return _rest.Read(buffer);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_given < _length)
            return new(Replay(buffer.Span));
        return _brokenBy is null
            ? _rest.ReadAsync(buffer, cancellationToken)
            : ValueTask.FromException<int>(_brokenBy.SourceException);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _rest.Dispose();
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
