namespace CapacityRouting.Tests.Docs;

public sealed class ProseUnitTests
{
    [Theory]
    [InlineData("A bucket is a word. A lease is settled once.", 2)]
    [InlineData("Does a bucket refill? It does so at once! The lease ends.", 3)]
    [InlineData("A bucket has 0.5 of v1.2 left", 1)]
    [InlineData("Yes. No label. A lease is settled once.", 1)]
    [InlineData("A sentence goes\non in the next line.", 1)]
    [InlineData("", 0)]
    public void SentencesOf_AText_EndAtTheirMarks(string text, int sentences) => Assert.Equal(sentences, Prose.SentencesOf(text).Count);

    [Fact]
    public void SentencesOf_AText_KeepTheirOrderAndMarks() =>
        Assert.Equal(["A bucket is full.", "Its lease is settled!"], Prose.SentencesOf("  A bucket is full.  Its lease is settled! "));

    [Theory]
    [InlineData("Who wakes early looks again.", "Who")]
    [InlineData("The slot is free, and nobody waits.", "nobody")]
    [InlineData("The queue ends: whoever joined is told.", "whoever")]
    [InlineData("A lease is held. Everybody waits, for anybody may join.", "Everybody anybody")]
    [InlineData("The tenant who waits goes first.", "")]
    [InlineData("A whole bucket, whose word is full.", "")]
    [InlineData("The queue starts the first request.", "")]
    public void SubjectsIn_AText_AreTheUnknownPersons(string text, string subjects) => Assert.Equal(subjects, string.Join(' ', Prose.SubjectsIn(text)));

    [Theory]
    [InlineData("", 0)]
    [InlineData("  one   two\nthree ", 3)]
    public void WordsIn_AText_AreSetApartByWhiteSpace(string text, int words) => Assert.Equal(words, Prose.WordsIn(text));

    [Fact]
    public void Quantile_OfNumbers_IsTheOneAtTheShare()
    {
        int[] numbers = [9, 1, 5, 3, 7];

        Assert.Equal((5, 9, 9, 0), (Prose.Quantile(numbers, 0.5), Prose.Quantile(numbers, 0.9), Prose.Quantile(numbers, 1), Prose.Quantile([], 0.5)));
    }
}
