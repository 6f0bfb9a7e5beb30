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
    public void Observe_TwoFirstContentsAtOnce_AreAsIfOneCameAfterTheOther() => AssertSerial(times => times.Observe(2), times => times.Observe(20));

    [Fact]
    public void TimedOut_WhileAFirstContentComes_IsAsIfOneCameAfterTheOther() => AssertSerial(times => times.TimedOut(40), times => times.Observe(30));

    [Fact]
    public void TimedOut_TwoAtOnce_AreAsIfOneCameAfterTheOther() => AssertSerial(times => times.TimedOut(40), times => times.TimedOut(50));

    private static void AssertSerial(Action<LearnedTimes> one, Action<LearnedTimes> other)
    {
        long[] serial = [After(one, other), After(other, one)];
        Explorer.Explore(() =>
        {
            LearnedTimes times = Learned();
            return new(() => Assert.Contains(times.Timeout, serial), () => one(times), () => other(times));
        });
    }

    private static long After(params Action<LearnedTimes>[] steps)
    {
        LearnedTimes times = Learned();
        Array.ForEach(steps, step => step(times));
        return times.Timeout;
    }

    private static LearnedTimes Learned()
    {
        LearnedTimes times = new(FrozenTime.Clock);
        for (int i = 0; i < LearnedTimes.Enough; i++)
            times.Observe(10);
        return times;
    }
}
