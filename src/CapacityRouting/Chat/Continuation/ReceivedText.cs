using System.Buffers;

namespace CapacityRouting.Chat.Continuation;

/// <summary>
/// The text of an answer that has reached the caller, in a borrowed buffer: it allocates nothing once the pool is warm. Not thread-safe. One that
/// is dropped without disposal costs the pool its buffer and nothing else.
/// </summary>
internal sealed class ReceivedText : IDisposable
{
    private const int Smallest = 1024;

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

    public override string ToString() => Span.ToString();

    /// <summary>Gives the buffer back. Later text begins anew.</summary>
    public void Dispose()
    {
        Return(_buffer);
        _buffer = [];
        Length = 0;
    }

    private void Grow(int more)
    {
        char[] larger = ArrayPool<char>.Shared.Rent(Math.Max(checked(Length + more), Math.Max(Smallest, (int)Math.Min(2L * _buffer.Length, Array.MaxLength))));
        Span.CopyTo(larger);
        Return(_buffer);
        _buffer = larger;
    }

    private static void Return(char[] buffer)
    {
        if (buffer.Length > 0)
            ArrayPool<char>.Shared.Return(buffer);
    }
}
