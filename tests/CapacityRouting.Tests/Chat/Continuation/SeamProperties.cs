using CapacityRouting.Tests.Tools;
using FsCheck;
using FsCheck.Fluent;

namespace CapacityRouting.Tests.Chat.Continuation;

/// <summary>
/// Any answer, cut anywhere, its rest in any pieces. A rest may truly begin with the text before the cut ("very | very good"), which cannot be told
/// from a repetition. Such cuts are left out: where the rest begins with an end of the text before that holds three letters, or where the text
/// before says its end twice.
/// </summary>
public sealed class SeamProperties
{
    private const int FewestLetters = 3;

    private static readonly string[] Words =
    [
        "the ", "river ", "very ", "very very ", "and ", "again ", "stones, ", "(see below) ", "1. ", "2024 ", "**bold** ", "end.\n\n", "- item\n", "| a | b |\n",
        "for (int i = 0; i < n; i++)\n", "    sum += values[i];\n", "}\n", "```\n", "it's ", "naïve ", "हिन्दी ", "사람은 ", "😀 ", "👩‍👩‍👧 ", "𝒳 ",
        "北京", "上海", "我们", "。", "東京タワー", "です", "สวัสดี", "x", "!",
    ];

    private static readonly Gen<Case> Cases =
        from words in Gen.Elements(Words).ArrayOf()
        where words.Length > 1
        let answer = string.Concat(words)
        from cut in Gen.Choose(1, answer.Length - 1)
        from sizes in Gen.Choose(1, 12).ArrayOf(5)
        select new Case(answer, cut, sizes);

    /// <summary>Not amid white space: a model never gets what there is of it before the cut, so it can't go on from there.</summary>
    [Fact]
    public void Text_OfAModelThatGoesOnExactly_IsTheAnswer() =>
        Properties.Check(Cases.Where(test => IsClear(test) && !(char.IsWhiteSpace(test.Before[^1]) && char.IsWhiteSpace(test.After[0]))), test => Assert.Equal(test.Answer, Joined.Text(test.Before, test.Pieces(test.After))), tests: Extent.Of(5_000));

    /// <summary>Models begin with the white space that they were not given.</summary>
    [Fact]
    public void Text_OfAModelThatGoesOnFromWhatItWasGiven_IsTheAnswer() =>
        Properties.Check(Cases.Where(IsClear), test => Assert.Equal(test.Answer, Joined.Text(test.Before, test.Pieces(test.Answer[test.Before.TrimEnd().Length..]))), tests: Extent.Of(5_000));

    [Fact]
    public void Text_OfAModelThatStartsOver_IsTheAnswer() =>
        Properties.Check(
            from test in Cases
            from gap in Gen.Elements("", "\n\n")
            where Letters(test.Before) >= (gap.Length == 0 ? FewestLetters : 8)
            select test with { Lead = gap },
            test => Assert.Equal(test.Answer, Joined.Text(test.Before, test.Pieces(test.Lead + test.Answer))),
            tests: Extent.Of(5_000));

    [Fact]
    public void Text_OfAModelThatRepeatsTheLastWords_IsTheAnswer() =>
        Properties.Check(
            from test in Cases.Where(IsClear)
            where WordStarts(test.Before).Any()
            from start in Gen.Elements(WordStarts(test.Before).ToArray())
            where IsOnce(test.Before.TrimEnd(), start) && !test.IsLongerSaidBefore(start)
            select test with { Start = start },
            test => Assert.Equal(test.Answer, Joined.Text(test.Before, test.Pieces(test.Answer[test.Start..]))),
            tests: Extent.Of(5_000));

    /// <summary>Where words begin in the text before, so that a whole phrase of it follows.</summary>
    private static IEnumerable<int> WordStarts(string before)
    {
        string sent = before.TrimEnd();
        return Enumerable.Range(0, sent.Length).Where(at => (at == 0 || char.IsWhiteSpace(sent[at - 1])) && char.IsLetterOrDigit(sent[at]) && Letters(sent[at..]) >= 8);
    }

    /// <summary>The repeated end is not said twice there already, whole or in itself.</summary>
    private static bool IsOnce(string sent, int start)
    {
        string end = sent[start..];
        return start == 0 || (!sent[..start].TrimEnd().EndsWith(end, StringComparison.Ordinal)
            && !Enumerable.Range((end.Length + 1) / 2, end.Length / 2).Any(border => end.EndsWith(end[..border], StringComparison.Ordinal)));
    }

    private static bool IsClear(Case test)
    {
        string before = test.Before.TrimEnd();
        string after = test.After.TrimStart();
        return !Enumerable.Range(0, before.Length).Any(at => Letters(before[at..]) >= FewestLetters && after.StartsWith(before[at..], StringComparison.Ordinal));
    }

    /// <summary>Those of Chinese and Japanese count twice.</summary>
    private static int Letters(string text) => text.Sum(c => !char.IsLetterOrDigit(c) ? 0 : c is >= '\u3040' and <= '\u9FFF' ? 2 : 1);

    private sealed record Case(string Answer, int Cut, int[] Sizes)
    {
        public string Lead { get; init; } = "";

        public int Start { get; init; }

        public string Before => Answer[..Cut];

        public string After => Answer[Cut..];

        public string[] Pieces(string text) => Joined.Pieces(text, Sizes);

        /// <summary>Whether what follows the repeated words makes them the beginning of a longer end of the text before.</summary>
        public bool IsLongerSaidBefore(int start)
        {
            string sent = Before.TrimEnd();
            string written = Answer[start..];
            return Enumerable.Range(0, start).Any(at => written.StartsWith(sent[at..], StringComparison.Ordinal));
        }
    }
}
