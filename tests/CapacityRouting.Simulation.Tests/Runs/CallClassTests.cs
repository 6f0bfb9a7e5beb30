namespace CapacityRouting.Simulation.Tests.Runs;

public sealed class CallClassTests
{
    [Theory]
    [InlineData(null, RequestPriority.Normal)]
    [InlineData("normal", RequestPriority.Normal)]
    [InlineData("Background", RequestPriority.Background)]
    [InlineData("CRITICAL", RequestPriority.Critical)]
    public void Of_AWordInAnyCase_IsItsClass(string? word, RequestPriority expected)
    {
        Assert.True(CallClass.IsOne(word));
        Assert.Equal(expected, CallClass.Of(word));
    }

    [Theory]
    [InlineData("gold")]
    [InlineData("")]
    [InlineData("1")]
    [InlineData(" normal")]
    public void IsOne_AnotherWord_IsNone(string word)
    {
        Assert.False(CallClass.IsOne(word));
        Assert.Throws<ArgumentOutOfRangeException>(() => CallClass.Of(word));
    }
}
