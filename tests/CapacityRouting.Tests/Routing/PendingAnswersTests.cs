using CapacityRouting.Routing;

namespace CapacityRouting.Tests.Routing;

public sealed class PendingAnswersTests
{
    private readonly PendingAnswers _pending = new();

    /// <summary>A third of the time after which an answer is late is what is usual: from then on it may show something.</summary>
    [Fact]
    public void MayBeLate_FromTheTimeAtWhichTheFirstTakesLongerThanUsual_IsTrue()
    {
        _pending.Add(0, due: 30);
        _pending.Add(3, due: 15);

        Assert.False(_pending.MayBeLate(6));
        Assert.True(_pending.MayBeLate(7));
        Assert.Equal(1, _pending.LateWeight(now: 7, beganAfter: -1));
        Assert.Equal(2, _pending.LateWeight(now: 10, beganAfter: -1));
        Assert.Equal(3, _pending.LateWeight(now: 15, beganAfter: -1));
        Assert.Equal(4, _pending.LateWeight(now: 30, beganAfter: -1));
    }

    [Fact]
    public void LateWeight_AnswersBegunBeforeALaterOneCame_ShowNothing()
    {
        _pending.Add(0, due: 5);
        _pending.Add(3, due: 8);

        Assert.Equal(PendingAnswers.WeightOfLate, _pending.LateWeight(now: 100, beganAfter: 2));
        Assert.Equal(0, _pending.LateWeight(now: 100, beganAfter: 3));
        Assert.False(_pending.MayBeLate(100));
    }

    [Fact]
    public void Remove_AnAnswerThatCame_MakesItsPlaceFree()
    {
        byte first = _pending.Add(0, due: 5);
        for (int i = 1; i < 4; i++)
            Assert.NotEqual(PendingAnswers.Unwatched, _pending.Add(i, due: 500));
        Assert.Equal(PendingAnswers.Unwatched, _pending.Add(4, due: 5));

        _pending.Remove(PendingAnswers.Unwatched);
        _pending.Remove(first);

        Assert.Equal(0, _pending.LateWeight(now: 10, beganAfter: -1));
        Assert.Equal(first, _pending.Add(5, due: 12));
        Assert.Equal(PendingAnswers.WeightOfLate, _pending.LateWeight(now: 12, beganAfter: -1));
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
