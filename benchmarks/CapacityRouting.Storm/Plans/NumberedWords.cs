using System.Text;

namespace CapacityRouting.Storm.Plans;

/// <summary>Answers of which every word names its call and its place, so that one that is missing, or there twice, is seen.</summary>
internal static class NumberedWords
{
    private const int FewestRepeated = 2;

    // With two letters a repetition cannot be told from a likeness.
    private const int FewestLetters = 3;

    public static string Of(int call, int words)
    {
        StringBuilder text = new();
        for (int i = 0; i < words; i++)
            text.Append('c').Append(call).Append('w').Append(i).Append(' ');
        return text.ToString();
    }

    /// <summary>What a model says that is given the beginning of the answer.</summary>
    /// <param name="answer">The whole answer.</param>
    /// <param name="given">Its beginning; empty for a new answer.</param>
    /// <param name="seam">How it goes on.</param>
    /// <param name="random">How many words it repeats.</param>
    public static string Rest(string answer, string given, Seam seam, Random random)
    {
        int from = Math.Min(given.Length, answer.Length);
        if (given.Length < FewestLetters)
            return answer[from..];
        if (seam == Seam.StartsOver)
            from = 0;
        if (seam == Seam.RepeatsWords)
            from = Back(answer, from, FewestRepeated + random.Next(3));
        return answer[from..];
    }

    /// <summary>The beginning of so many words before a place, the one that it cuts in two among them.</summary>
    private static int Back(string answer, int from, int words)
    {
        int at = from;
        for (int i = 0; i < words && at > 0; i++)
            at = answer.LastIndexOf(' ', Math.Max(0, at - 2)) + 1;
        return at;
    }
}
