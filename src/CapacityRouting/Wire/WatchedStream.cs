using System.Text;

namespace CapacityRouting.Wire;

/// <summary>
/// The body of an answer, passed through untouched. Its last few kilobytes are remembered: an error that comes inside a 200 is
/// the last thing in it.
/// </summary>
internal sealed class WatchedStream(Stream body) : ForwardStream
{
    // Larger than any error event that providers document.
    private const int Remembered = 4096;

    private readonly object _gate = new();
    private byte[]? _ring;
    private long _seen;

    /// <summary>The error in what has been read so far; null for an ordinary answer.</summary>
    public string? Error => EmbeddedError.In(Tail);

    /// <summary>What has been read so far, if it is no answer at all; null for an ordinary one.</summary>
    public string? Remnant => Wire.Remnant.In(Tail);

    private string Tail
    {
        get
        {
            lock (_gate)
            {
                byte[] tail = new byte[Math.Min(_seen, Remembered)];
                for (int i = 0; i < tail.Length; i++)
                    tail[i] = _ring![(_seen - tail.Length + i) % Remembered];
                return Encoding.UTF8.GetString(tail);
            }
        }
    }

    public override int Read(Span<byte> buffer)
    {
        int count = body.Read(buffer);
        Remember(buffer[..count]);
        return count;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
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
}
