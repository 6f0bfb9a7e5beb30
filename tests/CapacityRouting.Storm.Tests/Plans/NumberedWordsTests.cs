using CapacityRouting.Storm.Plans;

namespace CapacityRouting.Storm.Tests.Plans;

public sealed class NumberedWordsTests
{
    private const string Answer = "c7w0 c7w1 c7w2 c7w3 c7w4 c7w5 c7w6 ";

    [Fact]
    public void Of_ACallAndItsWords_NumbersThem() => Assert.Equal(Answer, NumberedWords.Of(call: 7, words: 7));

    [Theory]
    [InlineData("", "Exact", Answer)]
    [InlineData("c7w0 c7", "Exact", "w1 c7w2 c7w3 c7w4 c7w5 c7w6 ")]
    [InlineData("c7w0 c7", "StartsOver", Answer)]
    [InlineData("c7", "StartsOver", "w0 c7w1 c7w2 c7w3 c7w4 c7w5 c7w6 ")]
    public void Rest_AfterABeginning_GoesOnAsTheSeamSays(string given, string seam, string rest) =>
        Assert.Equal(rest, NumberedWords.Rest(Answer, given, Enum.Parse<Seam>(seam), new(1)));

    [Fact]
    public void Rest_ThatRepeatsWords_BeginsTwoToFourWordsBack()
    {
        // Given are five words and half of the sixth: back to the fifth, the fourth or the third.
        string rest = NumberedWords.Rest(Answer, "c7w0 c7w1 c7w2 c7w3 c7w4 c7", Seam.RepeatsWords, new(1));

        Assert.Contains(rest, new List<string> { Answer[20..], Answer[15..], Answer[10..] });
    }
}
