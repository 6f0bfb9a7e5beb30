using CapacityRouting.Routing;

namespace CapacityRouting.Tests.Routing;

public sealed class PendingAnswersTests
{
    private readonly PendingAnswers _pending = new();

    [Fact]
    public void MayBeLate_FromTheTimeAtWhichTheFirstIsLate_IsTrue()
    {
        _pending.Add(0, due: 10);
        _pending.Add(1, due: 5);

        Assert.False(_pending.MayBeLate(4));
        Assert.True(_pending.MayBeLate(5));
        Assert.Equal(1, _pending.CountLate(now: 5, beganAfter: -1));
        Assert.Equal(2, _pending.CountLate(now: 10, beganAfter: -1));
    }

    [Fact]
    public void CountLate_AnswersBegunBeforeALaterOneCame_ShowNothing()
    {
        _pending.Add(0, due: 5);
        _pending.Add(3, due: 8);

        Assert.Equal(1, _pending.CountLate(now: 100, beganAfter: 2));
        Assert.Equal(0, _pending.CountLate(now: 100, beganAfter: 3));
        Assert.False(_pending.MayBeLate(100));
    }

    [Fact]
    public void Remove_AnAnswerThatCame_MakesItsPlaceFree()
    {
        byte first = _pending.Add(0, due: 5);
        for (int i = 1; i < 4; i++)
            Assert.NotEqual(PendingAnswers.Unwatched, _pending.Add(i, due: 50));
        Assert.Equal(PendingAnswers.Unwatched, _pending.Add(4, due: 5));

        _pending.Remove(PendingAnswers.Unwatched);
        _pending.Remove(first);

        Assert.Equal(0, _pending.CountLate(now: 10, beganAfter: -1));
        Assert.Equal(first, _pending.Add(5, due: 12));
        Assert.Equal(1, _pending.CountLate(now: 12, beganAfter: -1));
    }

    [Fact]
    public void Lateness_OfTheLatest_IsItsAgeByTheTimeAfterWhichItIsLate()
    {
        _pending.Add(0, due: 10);
        _pending.Add(10, due: 12);

        Assert.Equal(2, _pending.Lateness(now: 14, beganAfter: -1));
        Assert.Equal(3, _pending.Lateness(now: 16, beganAfter: -1));
        Assert.Equal(0, _pending.Lateness(now: 16, beganAfter: 10));
    }
}
