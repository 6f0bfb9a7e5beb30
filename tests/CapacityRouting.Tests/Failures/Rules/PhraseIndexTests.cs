using CapacityRouting.Failures.Rules;

namespace CapacityRouting.Tests.Failures.Rules;

public sealed class PhraseIndexTests
{
    [Theory]
    [InlineData("the rate limit", true)]
    [InlineData("rate limits", true)]
    [InlineData("(rate limit)", true)]
    [InlineData("moderate limit", false)]
    [InlineData("rate lim", false)]
    [InlineData("", false)]
    public void In_APhrase_IsFoundWhereAWordBegins(string text, bool isThere) => Assert.Equal(isThere, Finds("rate limit", text));

    [Theory]
    [InlineData("code busy_now!", true)]
    [InlineData("busy_now", true)]
    [InlineData("busy_nowhere", false)]
    [InlineData("too_busy_now", false)]
    public void In_AnIdentifier_IsFoundWhole(string text, bool isThere) => Assert.Equal(isThere, Finds("busy_now", text, isWhole: true));

    [Fact]
    public void In_AnAsterisk_ReachesAsFarAsASentence()
    {
        Assert.True(Finds("model*not found", "model 'x' was not found"));
        Assert.True(Finds("model*was*found", "model 'x' was not found"));
        Assert.False(Finds("model*found*not", "model 'x' was not found"));
        Assert.True(Finds("model*gone", "model" + new string('.', Phrase.LongestGap) + "gone"));
        Assert.False(Finds("model*gone", "model" + new string('.', Phrase.LongestGap + 1) + "gone"));
    }

    [Theory]
    [InlineData("the model m-9 was not found", true)]
    [InlineData("the model 'm-9' was not found", true)]
    [InlineData("the model called a tool that was not found", false)]
    [InlineData("the model was not found", false)]
    public void In_AQuestionMark_ReachesOverOneName(string text, bool isThere) => Assert.Equal(isThere, Finds("model ? was not found", text));

    [Fact]
    public void In_SeveralPhrasesAtOnePlace_AllAreFound()
    {
        PhraseIndex index = new([new("rat", 1), new("rate", 2), new("rate limit", 3), new("rate limiter", 4), new("limit", 5)]);
        List<int> found = [];
        foreach (int id in index.In("a rate limit"))
            found.Add(id);

        Assert.Equal([1, 2, 3, 5], found.Order());
    }

    private static bool Finds(string phrase, string text, bool isWhole = false)
    {
        foreach (int _ in new PhraseIndex([new(phrase, 7, isWhole)]).In(text))
            return true;
        return false;
    }
}
