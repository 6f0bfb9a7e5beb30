using System.Text;

namespace CapacityRouting.Wire;

/// <summary>
/// The body of an answer, passed through unchanged. Its last few kilobytes are remembered, since an error inside a 200 is
/// the last thing in it.
/// </summary>
internal sealed class WatchedStream(Stream body) : ForwardStream
{
    // Larger than any error event that providers document.
    private const int Remembered = 4096;

    private readonly object _gate = new();
    private byte[]? _ring;
    private long _seen;
    private Verdict? _error;
    private Verdict? _unreadableBody;

    /// <summary>Runs as the client reads.</summary>
    public Action? Reader { get; set; }

    /// <summary>How the part that has been read ends, as a stream.</summary>
    public WireEnd End
    {
        get
        {
            lock (_gate)
                return StreamEnd.Of(Tail);
        }
    }

    /// <summary>The error in the part that has been read. Null for an ordinary answer.</summary>
    public string? Error => Judged(ref _error, EmbeddedError.In);

    /// <summary>The part that has been read, if it is no answer at all. Null for an ordinary answer.</summary>
    public string? UnreadableBody => Judged(ref _unreadableBody, Wire.UnreadableBody.In);

    private string Tail
    {
        get
        {
            byte[] tail = new byte[Math.Min(_seen, Remembered)];
            for (int i = 0; i < tail.Length; i++)
                tail[i] = _ring![(_seen - tail.Length + i) % Remembered];
            return Encoding.UTF8.GetString(tail);
        }
    }

    public override int Read(Span<byte> buffer)
    {
        Reader?.Invoke();
        int count = body.Read(buffer);
        Remember(buffer[..count]);
        return count;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Reader?.Invoke();
        int count = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        Remember(buffer.Span[..count]);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            body.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>A judgement of the tail. An attempt asks several times, and each amount of bytes is judged once.</summary>
    private string? Judged(ref Verdict? last, Func<string, string?> judge)
    {
        lock (_gate)
        {
            if (last?.Seen != _seen)
                last = new(_seen, judge(Tail));
            return last.Found;
        }
    }

    private void Remember(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _ring ??= new byte[Remembered];
            _seen += Math.Max(0, bytes.Length - Remembered);
            ReadOnlySpan<byte> last = bytes[Math.Max(0, bytes.Length - Remembered)..];
            Span<byte> room = _ring.AsSpan((int)(_seen % Remembered));
            int fitting = Math.Min(last.Length, room.Length);
            last[..fitting].CopyTo(room);
            last[fitting..].CopyTo(_ring);
            _seen += last.Length;
        }
    }

    private sealed record Verdict(long Seen, string? Found);
}
