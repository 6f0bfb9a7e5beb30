using System.Text;

namespace CapacityRouting.Chat.Continuation;

/// <summary>
/// How many characters at the beginning of a part are to be taken out, since the part before has them already: what the model repeats, with the white space before it,
/// and white space that it had not been sent. Character by character, until it is decided. Not thread-safe.
/// </summary>
/// <param name="before">The text so far.</param>
/// <param name="unsent">How many characters at its end the model was not given.</param>
internal sealed class Repetition(string before, int unsent)
{
    // A model that begins anew may put a line or two before it; more is no repetition's beginning.
    private const int WidestGap = 16;

    private readonly ReadOnlyMemory<char> _sent = before.AsMemory(0, before.Length - unsent);
    private readonly StringBuilder _part = new();
    private Overlap? _overlap;
    private RepetitionRule _rule;
    private int _gap;

    /// <summary>Characters of the part that were looked at.</summary>
    public int Length => _part.Length;

    public bool IsDecided { get; private set; } = before.Length == 0;

    /// <summary>What is to be taken out; final once it is decided.</summary>
    public int Removed { get; private set; }

    /// <summary>Looks at the next piece, as far as it must.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        for (int i = 0; i < text.Length && !IsDecided; i++)
            Add(text[i]);
    }

    /// <summary>The part is over, or something else than text has come.</summary>
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

    /// <summary>Whether the white space at the beginning has ended, and the search begins or is given up.</summary>
    private bool IsGapOver(char next)
    {
        if (char.IsWhiteSpace(next) && ++_gap <= WidestGap + unsent)
            return false;
        if (_sent.Length > 0 && !char.IsWhiteSpace(next))
        {
            _rule = new(_sent.Span, mayBeCut: unsent == 0, _gap, next);
            _overlap = new(_sent, _rule);
        }

        return true;
    }

    /// <summary>Reckons what is to be removed, and says whether nothing that comes could change it.</summary>
    private bool Settle()
    {
        int repeated = _overlap is { Length: > 0 } && !IsHabit(_overlap) ? _gap + _overlap.Length : 0;
        ReadOnlySpan<char> tail = before.AsSpan(before.Length - unsent);
        int same = 0;
        while (same < tail.Length && repeated + same < _part.Length && _part[repeated + same] == tail[same])
            same++;
        Removed = repeated + same;
        return same == tail.Length || Removed < _part.Length;
    }

    /// <summary>What the text says twice in a row by itself, such as a line of code or a refrain, it may say again; only a whole answer does not.</summary>
    private bool IsHabit(Overlap overlap)
    {
        int start = _sent.Length - overlap.Length;
        return !_rule.IsWhole(start) && (overlap.RepeatsItself || _sent.Span[..start].TrimEnd().EndsWith(_sent.Span[start..]));
    }
}
