using CapacityRouting.Health;
using CapacityRouting.Interleavings.Tools;
using CapacityRouting.Routing;

namespace CapacityRouting.Interleavings;

/// <summary>What calls teach at the same moment.</summary>
public sealed class LearningInterleavings
{
    [Fact]
    public void Look_TwoAtOnce_WidenTheRampOnce() => Explorer.Explore(() =>
    {
        SlowStart slowStart = new(FrozenTime.Clock);
        slowStart.BeginUnknown(0);
        return new(() => Assert.Equal(20, slowStart.Width), () => slowStart.Look(1), () => slowStart.Look(1));
    });

    [Fact]
    public void Learn_AGuessWhileAFigureIsStated_KeepsTheFigure() => Explorer.Explore(() =>
    {
        LearnedWindow window = new(FrozenTime.Clock);
        return new(
            () => Assert.Equal(new(8000, IsGuess: false), window.InForce),
            () => window.Learn(new(8000, IsGuess: false), 0),
            () => window.Learn(new(4000, IsGuess: true), 0));
    });

    [Fact]
    public void Observe_TheLastTwoOfTheFirstTwentyAtOnce_AreAsIfOneCameAfterTheOther() =>
        AssertSerial(LearnedTimes.Enough - 2, times => times.Observe(10), times => times.Observe(20));

    [Fact]
    public void GivenUp_TwoAtOnce_AreAsIfOneCameAfterTheOther() =>
        AssertSerial(LearnedTimes.Enough, times => times.GivenUp(60, now: 100), times => times.GivenUp(70, now: 200));

    [Fact]
    public void Add_AnAnswerDuringALook_IsSeenByTheNextLook() => Explorer.Explore(() =>
    {
        PendingAnswers pending = new();
        pending.Remove(pending.Add(0, due: 3));
        return new(() => Assert.True(pending.MayBeLate(5)), () => pending.Add(1, due: 5), () => pending.LateWeight(4, beganAfter: -1));
    });

    private static void AssertSerial(int seen, Action<LearnedTimes> one, Action<LearnedTimes> other)
    {
        long[] serial = [After(seen, one, other), After(seen, other, one)];
        Explorer.Explore(() =>
        {
            LearnedTimes times = Learned(seen);
            return new(() => Assert.Contains(times.LimitFor(), serial), () => one(times), () => other(times));
        });
    }

    private static long After(int seen, params Action<LearnedTimes>[] steps)
    {
        LearnedTimes times = Learned(seen);
        Array.ForEach(steps, step => step(times));
        return times.LimitFor();
    }

    private static LearnedTimes Learned(int seen)
    {
        LearnedTimes times = new(shortest: 5, longest: 1_000, leastLate: 1);
        for (int i = 0; i < seen; i++)
            times.Observe(10);
        return times;
    }
}
