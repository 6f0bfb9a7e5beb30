using CapacityRouting.Chat.Continuation;

namespace CapacityRouting.Tests.Chat.Continuation;

public sealed class WordPartsTests
{
    [Theory]
    [InlineData("the fox", "0,4")]
    [InlineData("it's 42", "0,3,5")]
    [InlineData("a_b-c", "0,2,4")]
    [InlineData("हिन्दी", "0")]
    [InlineData("사람은 사람", "0,4")]
    [InlineData("用GPT写", "0,1,4")]
    [InlineData("東京。", "0,1")]
    [InlineData("😀 x", "3")]
    public void IsStart_InAText_IsWhereWordsBegin(string text, string starts) =>
        Assert.Equal(starts, string.Join(',', Enumerable.Range(0, text.Length).Where(at => WordParts.IsStart(text, at))));

    [Theory]
    [InlineData("abc 1", 4)]
    [InlineData("東京", 4)]
    [InlineData("ไทย", 3)]
    [InlineData("한국", 2)]
    [InlineData("()- 😀", 0)]
    public void WeightOf_AText_CountsLettersAndIdeographsTwice(string text, int weight) => Assert.Equal(weight, text.Sum(WordParts.WeightOf));
}
