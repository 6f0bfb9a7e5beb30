using System.Buffers;

namespace CapacityRouting.Failures.Rules;

/// <summary>A phrase to find in an error's text in lower case.</summary>
internal sealed class Phrase
{
    /// <summary>The reach of an asterisk in characters: about one sentence. The bound keeps the search linear.</summary>
    public const int LongestGap = 160;

    private static readonly SearchValues<char> Gaps = SearchValues.Create("*?");

    private readonly Part[] _rest;
    private readonly bool _isWhole;

    /// <param name="text">The words. An asterisk stands for anything in between, a question mark for one name, which has no spaces.</param>
    /// <param name="id">The result of a search that finds the phrase.</param>
    /// <param name="isWhole">Whether the phrase must stand alone, as an identifier does.</param>
    public Phrase(string text, int id, bool isWhole = false)
    {
        string lower = text.ToLowerInvariant();
        int end = EndOfPart(lower, 0);
        Head = lower[..end];
        _rest = [.. PartsFrom(lower, end)];
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
        foreach (Part part in _rest)
        {
            int most = LongestGap + part.Words.Length;
            ReadOnlySpan<char> near = text.Length > most ? text[..most] : text;
            int found = near.IndexOf(part.Words);
            if (found < 0 || (part.IsBehindAName && near[..found].Contains(' ')))
                return false;
            text = text[(found + part.Words.Length)..];
        }
        return true;
    }

    private static IEnumerable<Part> PartsFrom(string text, int gap)
    {
        for (int end; gap < text.Length; gap = end)
        {
            end = EndOfPart(text, gap + 1);
            yield return new(text[(gap + 1)..end], IsBehindAName: text[gap] == '?');
        }
    }

    private static int EndOfPart(string text, int from) =>
        text.AsSpan(from).IndexOfAny(Gaps) is >= 0 and int length ? from + length : text.Length;

    private readonly record struct Part(string Words, bool IsBehindAName);
}
