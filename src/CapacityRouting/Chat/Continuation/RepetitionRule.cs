namespace CapacityRouting.Chat.Continuation;

/// <summary>
/// Where a repetition may begin to count as one. It must begin a word, so that "bana" and "na" stay what they are, and hold enough to be no coincidence:
/// brackets, table bars, list bullets and "ha ha" come twice by themselves. Pure.
/// </summary>
internal readonly struct RepetitionRule
{
    // A word that was cut and comes again: nobody writes "the quiquick".
    private const int FewestOfACutWord = 3;

    // After a finished word the next one may well be the same; a whole phrase hardly.
    private const int FewestOfAPhrase = 8;

    private readonly int _whole;
    private readonly int _latest;

    /// <param name="sent">What the continuing model was given.</param>
    /// <param name="mayBeCut">Whether that is all there is, so that its last word may have been cut.</param>
    /// <param name="gap">With how much white space the model's text begins: without any, that last word goes on, or comes again.</param>
    /// <param name="first">The first character of its text that is not white.</param>
    public RepetitionRule(ReadOnlySpan<char> sent, bool mayBeCut, int gap, char first)
    {
        int last = sent.Length - 1;
        bool cutsAWord = mayBeCut && gap == 0 && WordParts.IsWithinWord(first) && WordParts.IsWithinWord(sent[last]) && !WordParts.IsSpaceless(first) && !WordParts.IsSpaceless(sent[last]);
        _latest = LatestWith(cutsAWord ? FewestOfACutWord : FewestOfAPhrase, sent);

        // An answer that begins like the one before, to its last character, was begun anew, however short that was.
        int begin = sent.Length - sent.TrimStart().Length;
        _whole = begin <= LatestWith(gap == 0 || gap == begin ? FewestOfACutWord : FewestOfAPhrase, sent) ? begin : -1;
    }

    /// <summary>No repetition begins after it; -1 when none counts.</summary>
    public int Latest => Math.Max(_whole, _latest);

    /// <summary>Whether what <paramref name="sent"/> holds from there on counts.</summary>
    public bool Counts(ReadOnlySpan<char> sent, int start) => start == _whole || (start <= _latest && WordParts.IsStart(sent, start));

    public bool IsWhole(int start) => start == _whole;

    private static int LatestWith(int fewest, ReadOnlySpan<char> sent)
    {
        int weight = 0;
        for (int at = sent.Length - 1; at >= 0; at--)
            if ((weight += WordParts.WeightOf(sent[at])) >= fewest)
                return at;
        return -1;
    }
}
