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
        Ends("m", "++++++++");

        for (int cut = 0; cut < 15; cut++)
            Assert.True(Ends("m", "-"));
        Assert.True(Ends("m", "++-"));
    }

    [Fact]
    public void Server_ThatGivesAReasonEveryOtherTime_IsNotTakenForCutOff()
    {
        Ends("m", "+-+-+-");

        Assert.False(Ends("m", "+-"));
    }

    [Fact]
    public void Server_ThatHasStoppedGivingReasons_IsBelievedInTheEnd() => Assert.False(Ends("m", "++++" + new string('-', 17)));

    [Fact]
    public void Cuts_OfOneInTwenty_StayCuts()
    {
        for (int i = 0; i < 20; i++)
            Assert.True(Ends("m", new string('+', 19) + "-"));
    }

    /// <returns>Whether the last of them is a cut.</returns>
    private bool Ends(string model, string reasons) => reasons.Select(reason => _habit.IsCut(model, reason == '+', isExpected: false)).ToArray()[^1];
}
