using System.Text;

namespace CapacityRouting.Chat.Continuation;

/// <summary>
/// The number of characters to remove at the beginning of a part, since the part before has them already. These are the model's repetition, with the white space before it,
/// and white space that the model had not been sent. It reads character by character, until it is decided. Not thread-safe.
/// </summary>
/// <param name="before">The text so far.</param>
/// <param name="unsent">The number of characters at its end that the model was not given.</param>
/// <param name="anchor">The words that the model was asked to begin with; null for one that goes on by itself.</param>
internal sealed class Repetition(string before, int unsent, Anchor? anchor = null)
{
    // A model that begins anew may put a line or two before it. More is not the beginning of a repetition.
    private const int WidestGap = 16;

    private readonly ReadOnlyMemory<char> _sent = anchor is null ? before.AsMemory(0, before.Length - unsent) : anchor.Text.AsMemory();
    private readonly StringBuilder _part = new();
    private Overlap? _overlap;
    private RepetitionRule _rule;
    private int _gap;

    /// <summary>The number of characters of the part that were read.</summary>
    public int Length => _part.Length;

    public bool IsDecided { get; private set; } = before.Length == 0;

    /// <summary>The number of characters to remove; final once it is decided.</summary>
    public int Removed { get; private set; }

    /// <summary>What was read beyond those.</summary>
    public string Kept => _part.ToString(Removed, _part.Length - Removed);

    /// <summary>Whether the model began with the words of the anchor, and wrote again what it had not been given of half a character.</summary>
    public bool HasAnchor { get; private set; }

    /// <summary>Reads the next piece, as far as necessary.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        for (int i = 0; i < text.Length && !IsDecided; i++)
            Add(text[i]);
    }

    /// <summary>The part is over, or content without text has come.</summary>
    public void End()
    {
        if (IsDecided)
            return;
        _overlap?.Close();
        Settle();
        IsDecided = true;
    }

    private void Add(char next)
    {
        _part.Append(next);
        if (_overlap is null && !IsGapOver(next))
            return;
        if (_overlap is { IsOpen: true })
            _overlap.Append(next);
        if (_overlap is not { IsOpen: true })
            IsDecided = Settle();
    }

    /// <summary>Whether the white space at the beginning has ended, so that the search begins or is given up.</summary>
    private bool IsGapOver(char next)
    {
        if (char.IsWhiteSpace(next) && ++_gap <= WidestGap + unsent)
            return false;
        if (_sent.Length > 0 && !char.IsWhiteSpace(next))
        {
            _rule = anchor is null ? new(_sent.Span, mayBeCut: unsent == 0, _gap, next) : RepetitionRule.Of(anchor);
            _overlap = new(_sent, _rule);
        }

        return true;
    }

    /// <summary>Computes the characters to remove, and returns whether later text cannot change the number.</summary>
    private bool Settle()
    {
        int repeated = _overlap is { Length: > 0 } && !IsHabit(_overlap) ? _gap + _overlap.Length : 0;
        ReadOnlySpan<char> tail = before.AsSpan(before.Length - unsent);
        int same = 0;
        while (same < tail.Length && repeated + same < _part.Length && _part[repeated + same] == tail[same])
            same++;
        Removed = repeated + same;
        HasAnchor = anchor is not null && repeated > 0 && (same == tail.Length || !char.IsHighSurrogate(tail[^1]));
        return same == tail.Length || Removed < _part.Length;
    }

    /// <summary>Text that already comes twice in a row, such as a line of code or a refrain, may come again. Only a whole answer may not.</summary>
    private bool IsHabit(Overlap overlap)
    {
        int start = _sent.Length - overlap.Length;
        return anchor is null && !_rule.IsWhole(start) && (overlap.RepeatsItself || _sent.Span[..start].TrimEnd().EndsWith(_sent.Span[start..]));
    }
}
