using CapacityRouting.Failures.Providers;

namespace CapacityRouting.Tests.Failures.Providers;

public sealed class FailureRulesTests
{
    [Fact]
    public void All_Phrases_AreLowerCaseAndHaveEnoughBeforeTheFirstAsterisk() =>
        Assert.All(FailureRules.All.SelectMany(rule => rule.Phrases), phrase =>
        {
            Assert.Equal(phrase.ToLowerInvariant(), phrase);
            Assert.True(phrase.Split('*')[0].Length >= 3, phrase);
            Assert.DoesNotContain("", phrase.Split('*'));
            Assert.Equal(phrase.Trim(), phrase);
        });

    [Fact]
    public void All_Phrases_AreSaidByOneRuleOnly() =>
        Assert.Empty(FailureRules.All.SelectMany(rule => rule.Phrases).GroupBy(phrase => phrase).Where(same => same.Count() > 1).Select(same => same.Key));

    [Fact]
    public void All_Kinds_AreSpokenOf() =>
        Assert.Equal(Enum.GetValues<FailureKind>().Order(), FailureRules.All.Select(rule => rule.Kind).Distinct().Order());

    [Fact]
    public void All_Rules_HaveSomethingToGoBy() =>
        Assert.All(FailureRules.All, rule => Assert.True(rule.Codes.Count + rule.Phrases.Count > 0));
}
