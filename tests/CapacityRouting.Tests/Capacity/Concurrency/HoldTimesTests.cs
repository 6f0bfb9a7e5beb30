using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Time;

namespace CapacityRouting.Tests.Capacity.Concurrency;

public sealed class HoldTimesTests
{
    private readonly HoldTimes _times = new();

    [Fact]
    public void EndOf_BeforeEnoughHaveEnded_IsUnknown()
    {
        _times.Began(0);
        for (int ended = 1; ended < HoldTimes.Enough; ended++)
            _times.Ended(10);
        Assert.True(_times.EndOf(1, underWay: 1, now: 5) - 5 >= Clock.Never);

        _times.Ended(10);

        Assert.Equal(10, _times.EndOf(1, underWay: 1, now: 5));
    }

    [Fact]
    public void EndOf_OfCallsThatBeganApart_IsThatOfTheOldestFirst()
    {
        Learn(10);
        foreach (long start in (long[])[100, 103, 107])
            _times.Began(start);

        Assert.Equal([110, 113, 117, 120, 123, 127, 130], Enumerable.Range(1, 7).Select(calls => _times.EndOf(calls, underWay: 3, now: 108)));
    }

    [Fact]
    public void EndOf_ACallThatIsOverdue_IsAtAnyMoment()
    {
        Learn(10);
        _times.Began(100);

        Assert.Equal(151, _times.EndOf(1, underWay: 1, now: 150));
        Assert.Equal(161, _times.EndOf(2, underWay: 1, now: 150));
    }

    [Fact]
    public void EndOf_OfMoreCallsThanAreRemembered_IsSpreadEvenly()
    {
        Learn(1_000);

        Assert.Equal(1, _times.EndOf(1, underWay: 1_000, now: 0));
        Assert.Equal(500, _times.EndOf(500, underWay: 1_000, now: 0));
        Assert.Equal(1_001, _times.EndOf(1_001, underWay: 1_000, now: 0));
    }

    [Fact]
    public void Ended_AfterNoTime_SaysNothing()
    {
        Learn(10);
        for (int i = 0; i < 100; i++)
            _times.Ended(0);
        _times.Began(100);

        Assert.Equal(110, _times.EndOf(1, underWay: 1, now: 100));
    }

    [Fact]
    public void Ended_WithAnotherLength_MovesTheMeanInSixtyFourths()
    {
        for (int i = 0; i < 64; i++)
            _times.Ended(1_000);
        _times.Ended(65_000);
        _times.Began(0);

        Assert.Equal(2_000, _times.EndOf(1, underWay: 1, now: 0));
    }

    private void Learn(long ticks)
    {
        for (int i = 0; i < HoldTimes.Enough; i++)
            _times.Ended(ticks);
    }
}
