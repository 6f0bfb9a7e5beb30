namespace CapacityRouting.Tests.Docs;

/// <summary>The rule for prose, over all documents: short sentences, subjects that are types or concepts, and one line a paragraph.</summary>
public sealed class ProseTests
{
    private const int MostWordsAtTheMedian = 15;
    private const int MostWordsOfNineInTen = 28;
    private const int MostLinesOfTheDesign = 249;

    public static TheoryData<string> Pages => [.. MarkdownPage.All.Select(page => page.Path)];

    [Fact]
    public void Pages_OfTheRepository_AreThere() => Assert.True(MarkdownPage.All.Count > 40);

    [Theory]
    [MemberData(nameof(Pages))]
    public void Paragraphs_OfAPage_AreALineEach(string path)
    {
        IEnumerable<int> wrapped = Page(path).WrappedLines;

        Assert.True(!wrapped.Any(), $"{path}: a paragraph goes on in line {string.Join(", ", wrapped)}.");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Subjects_OfAPage_AreTypesAndConcepts(string path)
    {
        string[] persons = [.. Page(path).Paragraphs.Concat(Page(path).Cells).Where(text => Prose.SubjectsIn(text).Count > 0)];

        Assert.True(persons.Length == 0, $"{path}: an unknown person is a subject in: {string.Join(" | ", persons)}");
    }

    [Fact]
    public void Sentences_OfAllPages_AreShort()
    {
        int[] words = [.. MarkdownPage.All.SelectMany(page => page.Paragraphs).SelectMany(Prose.SentencesOf).Select(Prose.WordsIn)];

        Assert.InRange(Prose.Quantile(words, 0.5), 1, MostWordsAtTheMedian);
        Assert.InRange(Prose.Quantile(words, 0.9), 1, MostWordsOfNineInTen);
    }

    [Fact]
    public void Design_InLines_IsAWayIn() => Assert.InRange(File.ReadLines(Tools.Repository.Path("docs/design.md")).Count(), 1, MostLinesOfTheDesign);

    private static MarkdownPage Page(string path) => MarkdownPage.All.Single(page => page.Path == path);
}
