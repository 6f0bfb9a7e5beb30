using CapacityRouting.Simulation.Limiters;

namespace CapacityRouting.Simulation.Tests.Limiters;

/// <summary>A log of takes: oldest out first, newest given back first.</summary>
public sealed class TakeLogTests
{
    [Fact]
    public void Newest_NothingLeft_IsNull()
    {
        TakeLog log = new();
        Assert.Null(log.Newest);

        log.Add(3, At(1));
        log.Forget(At(1));

        Assert.Null(log.Newest);
        Assert.Equal(0, log.Total);
    }

    [Fact]
    public void GiveBack_PartOfATake_LeavesTheRestAtItsTime()
    {
        TakeLog log = new();
        log.Add(3, At(1));
        log.Add(5, At(2));

        log.GiveBack(2);
        Assert.Equal((6, At(2)), ((long)log.Total, log.Newest));

        log.GiveBack(3);
        Assert.Equal((3, At(1)), ((long)log.Total, log.Newest));
    }

    [Fact]
    public void GiveBack_AfterSomeWereForgotten_DoesNotReachThem()
    {
        TakeLog log = new();
        for (int i = 1; i <= 10; i++)
            log.Add(1, At(i));
        log.Forget(At(4));

        log.GiveBack(100);
        log.Add(2, At(11));

        Assert.Equal((2, At(11)), ((long)log.Total, log.Newest));
        Assert.Equal(At(11), log.CompletedAt(1));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    [InlineData(8, 2)]
    [InlineData(9, 3)]
    public void CompletedAt_TakesOfThreeFiveAndOne_IsTheTakeThatReachesTheUnits(long units, int second)
    {
        TakeLog log = new();
        log.Add(3, At(1));
        log.Add(5, At(2));
        log.Add(1, At(3));

        Assert.Equal(At(second), log.CompletedAt(units));
    }

    [Fact]
    public void Forget_AsAWindowSlidesOverManyTakes_KeepsTheSumOfTheLast()
    {
        TakeLog log = new();
        for (int i = 1; i <= 10_000; i++)
        {
            log.Add(i, At(i));
            log.Forget(At(i - 100));

            // The last 100: i, i-1, ... i-99, from the first on.
            int first = Math.Max(1, i - 99);
            Assert.Equal((long)(first + i) * (i - first + 1) / 2, log.Total);
            Assert.Equal(At(i), log.Newest);
        }
    }

    private static TimeSpan At(int seconds) => TimeSpan.FromSeconds(seconds);
}
