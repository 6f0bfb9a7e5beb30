namespace CapacityRouting.Chat.Continuation;

/// <summary>
/// The words that a model is asked to begin with, so that its text shows where it goes on: the last words of the answer, long enough to be no chance and there only once. So a
/// model that repeats more of the answer, or all of it, has one place where the repetition ends. Immutable.
/// </summary>
/// <param name="Text">The text that ends with them.</param>
/// <param name="Start">Where they begin in it. A repetition may begin earlier and not later.</param>
internal sealed record Anchor(string Text, int Start)
{
    /// <summary>
    /// The mark before the whole of an answer that is too short to be no chance: many answers and many introductions begin with the same words ("Sure, here is the"). No model writes the
    /// mark unasked.
    /// </summary>
    public const string Mark = "[continued] ";

    // Letters of words, or other characters; those of Chinese and Japanese count twice. About eight words, or a line: no introduction is the end of the text by chance.
    private const int Fewest = 48;

    // A text that says its end again and again may have none that is there only once, but for all of it.
    private const int Longest = 1_000;

    /// <summary>The words themselves.</summary>
    public string Words => Text[Start..];

    /// <summary>Finds them; null for a text that repeats itself too much.</summary>
    /// <param name="sent">The part of the answer that the model is given, without white space at its end.</param>
    public static Anchor? In(string sent)
    {
        int begin = sent.Length - sent.AsSpan().TrimStart().Length;
        int weight = 0;
        for (int at = sent.Length - 1; at >= Math.Max(begin, sent.Length - Longest); at--)
        {
            weight += WeightOf(sent[at]);
            if (weight >= Fewest && (at == begin || WordParts.IsStart(sent, at)) && sent.AsSpan().IndexOf(sent.AsSpan(at)) == at)
                return new(sent, at);
        }

        return weight < Fewest && sent.Length - begin <= Longest ? new(Mark + sent[begin..], 0) : null;
    }

    private static int WeightOf(char c) => char.IsWhiteSpace(c) ? 0 : Math.Max(1, WordParts.WeightOf(c));
}
