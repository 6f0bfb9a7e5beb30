using System.Buffers;

namespace CapacityRouting.Continuations;

/// <summary>The text that has reached the caller, in a borrowed buffer.</summary>
internal sealed class ReceivedText : IDisposable
{
    private char[] _buffer = [];

    public int Length { get; private set; }

    public ReadOnlySpan<char> Span => _buffer.AsSpan(0, Length);

    public void Append(ReadOnlySpan<char> text)
    {
        if (text.Length > _buffer.Length - Length)
            Grow(text.Length);
        text.CopyTo(_buffer.AsSpan(Length));
        Length += text.Length;
    }

    public void Dispose()
    {
        char[] buffer = _buffer;
        (_buffer, Length) = ([], 0);
        if (buffer.Length > 0)
            ArrayPool<char>.Shared.Return(buffer);
    }

    public override string ToString() => Span.ToString();

    private void Grow(int by)
    {
        char[] larger = ArrayPool<char>.Shared.Rent(Math.Max(1024, Math.Max(Length + by, _buffer.Length * 2)));
        Span.CopyTo(larger);
        if (_buffer.Length > 0)
            ArrayPool<char>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
