namespace CapacityRouting.Rules;

/// <summary>Something to find in an error's text in lower case.</summary>
internal sealed class Phrase
{
    /// <summary>How far an asterisk reaches, in characters: about one sentence. The bound keeps the search linear.</summary>
    public const int LongestGap = 160;

    private readonly string[] _rest;
    private readonly bool _isWhole;

    /// <param name="text">The words; an asterisk stands for anything in between.</param>
    /// <param name="id">What the finder gets.</param>
    /// <param name="isWhole">Whether it must stand alone, as an identifier does.</param>
    public Phrase(string text, int id, bool isWhole = false)
    {
        (Head, _rest) = text.ToLowerInvariant().Split('*') is [string head, .. string[] rest] ? (head, rest) : (text, []);
        Id = id;
        _isWhole = isWhole;
    }

    public string Head { get; }

    public int Id { get; }

    public bool IsAt(ReadOnlySpan<char> text, int at)
    {
        int end = at + Head.Length;
        return end <= text.Length
            && text[at..end].SequenceEqual(Head)
            && (!_isWhole || Words.IsWhole(text, at, end))
            && GoesOn(text[end..]);
    }

    private bool GoesOn(ReadOnlySpan<char> text)
    {
        foreach (string part in _rest)
        {
            ReadOnlySpan<char> near = text.Length > LongestGap + part.Length ? text[..(LongestGap + part.Length)] : text;
            int found = near.IndexOf(part);
            if (found < 0)
                return false;
            text = text[(found + part.Length)..];
        }
        return true;
    }
}
