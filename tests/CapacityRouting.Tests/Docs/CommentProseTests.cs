using System.Text.RegularExpressions;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Docs;

/// <summary>The rule for prose, over the comments of the core.</summary>
public sealed partial class CommentProseTests
{
    private const int MostWordsAtTheMedian = 12;
    private const int MostWordsOfNineInTen = 22;

    public static TheoryData<string> Files => [.. Sources.All.Keys];

    [Theory]
    [MemberData(nameof(Files))]
    public void Subjects_OfTheCommentsOfAFile_AreTypesAndConcepts(string file)
    {
        string[] persons = [.. CommentsOf(file).Where(text => Prose.SubjectsIn(text).Count > 0)];

        Assert.True(persons.Length == 0, $"{file}: an unknown person is a subject in: {string.Join(" | ", persons)}");
    }

    [Fact]
    public void Sentences_OfAllComments_AreShort()
    {
        int[] words = [.. Sources.All.Keys.SelectMany(CommentsOf).SelectMany(Prose.SentencesOf).Select(Prose.WordsIn)];

        Assert.InRange(Prose.Quantile(words, 0.5), 1, MostWordsAtTheMedian);
        Assert.InRange(Prose.Quantile(words, 0.9), 1, MostWordsOfNineInTen);
    }

    /// <summary>The comments of a file: lines that follow each other are one, and tags and code in it are left out.</summary>
    private static IEnumerable<string> CommentsOf(string file) =>
        Comment().Matches(Sources.All[file]).Select(comment => Markup().Replace(Slashes().Replace(comment.Value, " "), " ").Trim()).Where(text => text.Length > 0);

    [GeneratedRegex(@"(^[ ]*//[^\n]*\n?)+", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^[ ]*///?", RegexOptions.Multiline, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Slashes();

    [GeneratedRegex(@"<code>.*?</code>|<[^>]*>", RegexOptions.Singleline, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Markup();
}
