namespace CapacityRouting.Chat.Continuation;

/// <summary>
/// The longest end of a text that is the beginning of another text, found while that other text still grows. It is the search of Knuth, Morris and Pratt (1977) with
/// the part that has come so far as the pattern. It pauses while the whole pattern is found before the text's end, since the pattern may still reach the end. No character is
/// read more than a few times, however long the text.
/// </summary>
internal sealed class Overlap(ReadOnlyMemory<char> text, RepetitionRule rule)
{
    private readonly List<char> _pattern = [];

    // For each beginning of the pattern: the longest shorter beginning at its end.
    private readonly List<int> _borders = [];

    private int _read;

    // The longest counting beginning of the pattern at the end of the text read so far.
    private int _found;

    /// <summary>Whether a longer pattern could make the overlap longer.</summary>
    public bool IsOpen => _read < text.Length;

    /// <summary>The known length of the overlap, in characters; final once it is closed.</summary>
    public int Length => _found;

    /// <summary>Whether the overlap repeats a beginning of its own, as "ha ha" does.</summary>
    public bool RepeatsItself => _found > 0 && 2 * _borders[_found - 1] >= _found;

    public void Append(char next)
    {
        Learn(next);
        while (IsOpen && _found < _pattern.Count)
            Read();
    }

    /// <summary>The pattern is complete.</summary>
    public void Close()
    {
        while (IsOpen && _pattern.Count > 0)
        {
            if (_found == _pattern.Count)
                _found = _borders[_found - 1];
            Read();
        }

        _read = text.Length;
    }

    private void Learn(char next)
    {
        int border = _borders is [.., int last] ? last : 0;
        while (border > 0 && _pattern[border] != next)
            border = _borders[border - 1];
        if (_pattern.Count > 0 && _pattern[border] == next)
            border++;
        _pattern.Add(next);
        _borders.Add(border);
    }

    private void Read()
    {
        if (_found == 0 && !Skip())
            return;
        char next = text.Span[_read++];
        while (_found > 0 && _pattern[_found] != next)
            _found = _borders[_found - 1];
        if (_pattern[_found] == next)
            _found++;
        while (_found > 0 && !rule.Counts(text.Span, _read - _found))
            _found = _borders[_found - 1];
    }

    /// <summary>Goes to the next possible beginning of the pattern, if there is one left.</summary>
    private bool Skip()
    {
        int left = rule.Latest + 1 - _read;
        int next = left > 0 ? text.Span.Slice(_read, left).IndexOf(_pattern[0]) : -1;
        _read = next < 0 ? text.Length : _read + next;
        return next >= 0;
    }
}
