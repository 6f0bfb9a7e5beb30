using CapacityRouting.Routing;

namespace CapacityRouting.Tests.Routing;

public sealed class FinishHabitTests
{
    private readonly FinishHabit _habit = new();

    [Fact]
    public void End_WithoutAReason_IsACutAfterTwoWithOne()
    {
        Assert.False(Ends("m", "+--"));
        Assert.False(Ends("n", "+"));
        Assert.True(Ends("k", "++-"));
    }

    [Fact]
    public void End_OfAnotherModel_IsJudgedByItsOwn()
    {
        Ends("m", "++++");

        Assert.False(Ends("n", "-"));
        Assert.True(Ends("m", "-"));
    }

    [Fact]
    public void End_WhereTheProviderAlwaysGivesAReason_IsACutAtOnce() => Assert.True(_habit.IsCut("m", withReason: false, isExpected: true));

    [Fact]
    public void Outage_OfManyCuts_IsSeenToItsEnd()
    {
        Ends("m", "++");

        for (int cut = 0; cut < 100; cut++)
            Assert.True(Ends("m", "-"));
    }

    [Fact]
    public void Models_MoreThanAreKnown_AreNotTakenForCutOff()
    {
        for (int model = 0; model < 100; model++)
            Ends($"m{model}", "++");

        Assert.True(Ends("m0", "-"));
        Assert.False(Ends("m99", "-"));
    }

    /// <returns>Whether the last of them is a cut.</returns>
    private bool Ends(string model, string reasons) => reasons.Select(reason => _habit.IsCut(model, reason == '+', isExpected: false)).ToArray()[^1];
}
