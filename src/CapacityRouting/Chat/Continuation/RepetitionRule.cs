namespace CapacityRouting.Chat.Continuation;

/// <summary>
/// The places where a repetition may begin. It must begin a word, so that "bana" and "na" stay as they are. It must also be too long for a coincidence:
/// brackets, table bars, list bullets and "ha ha" come twice by themselves. Pure.
/// </summary>
internal readonly struct RepetitionRule
{
    // A word that was cut and comes again: "the quiquick" is no normal text.
    private const int FewestOfACutWord = 3;

    // After a finished word the same word may follow by itself; a whole phrase hardly.
    private const int FewestOfAPhrase = 8;

    private readonly int _whole;
    private readonly int _latest;
    private readonly int _asked = -1;

    /// <param name="sent">The text that the continuing model was given.</param>
    /// <param name="mayBeCut">Whether that is the whole text, so that its last word may have been cut.</param>
    /// <param name="gap">The white space at the beginning of the model's text. Without any, the last word goes on, or comes again.</param>
    /// <param name="first">The first character of its text that is not white space.</param>
    public RepetitionRule(ReadOnlySpan<char> sent, bool mayBeCut, int gap, char first)
    {
        int last = sent.Length - 1;
        bool cutsAWord = mayBeCut && gap == 0 && WordParts.IsWithinWord(first) && WordParts.IsWithinWord(sent[last]) && !WordParts.IsSpaceless(first) && !WordParts.IsSpaceless(sent[last]);
        _latest = LatestWith(cutsAWord ? FewestOfACutWord : FewestOfAPhrase, sent);

        // A continuation that begins like the answer before, to its last character, began anew, however short that was.
        int begin = sent.Length - sent.TrimStart().Length;
        _whole = begin <= LatestWith(gap == 0 || gap == begin ? FewestOfACutWord : FewestOfAPhrase, sent) ? begin : -1;
    }

    private RepetitionRule(int whole, int asked) => (_whole, _latest, _asked) = (whole, asked, asked);

    /// <summary>The last place where a repetition may begin; -1 when none counts.</summary>
    public int Latest => Math.Max(_whole, _latest);

    /// <summary>
    /// A repetition of the words that a model was asked to begin with, or of more. What is more begins with a word or is the whole text: a fence or a quotation mark before the words may be the
    /// text's own, or a wrapping of the model's that it closes at the end.
    /// </summary>
    public static RepetitionRule Of(Anchor anchor)
    {
        int begin = anchor.Text.Length - anchor.Text.AsSpan().TrimStart().Length;
        return new(begin <= anchor.Start && !WordParts.MayWrap(anchor.Text[begin]) ? begin : -1, anchor.Start);
    }

    /// <summary>Whether the text of <paramref name="sent"/> from there on counts.</summary>
    public bool Counts(ReadOnlySpan<char> sent, int start) => start == _whole || start == _asked || (start <= _latest && WordParts.IsStart(sent, start));

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
