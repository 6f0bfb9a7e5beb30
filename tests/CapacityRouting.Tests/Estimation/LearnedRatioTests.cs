using CapacityRouting.Estimation;

namespace CapacityRouting.Tests.Estimation;

/// <summary>It begins with 2,048 tokens counted for 2,048 estimated; each answer leaves 15/16 of what is there.</summary>
public sealed class LearnedRatioTests
{
    private readonly LearnedRatio _ratio = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(123_456_789)]
    public void Correct_NothingLearned_ChangesNothing(long estimate) => Assert.Equal(estimate, _ratio.Correct(estimate));

    [Fact]
    public void Observe_OneAnswer_AddsBothSidesToWhatFaded()
    {
        _ratio.Observe(estimate: 100, actual: 120);

        Assert.Equal((1_920 + 120.0) / (1_920 + 100.0), _ratio.Value, 6);
        Assert.Equal(1_010, _ratio.Correct(1_000));
    }

    [Theory]
    [InlineData(1_000_000, 100_000_000, (1_920 + 512.0) / (1_920 + 256.0))]
    [InlineData(1_000_000, 1, (1_920 + 128.0) / (1_920 + 256.0))]
    [InlineData(256, long.MaxValue, (1_920 + 512.0) / (1_920 + 256.0))]
    [InlineData(long.MaxValue, 1, (1_920 + 128.0) / (1_920 + 256.0))]
    public void Observe_AnOddOrHugeAnswer_CountsForTwoOrdinaryOnesAtTwiceOrHalfTheRatio(long estimate, long actual, double expected)
    {
        _ratio.Observe(estimate, actual);

        Assert.Equal(expected, _ratio.Value, 6);
    }

    [Theory]
    [InlineData(100, 0)]
    [InlineData(100, -5)]
    [InlineData(0, 100)]
    [InlineData(-1, 100)]
    public void Observe_NothingCountedOrNothingSent_TeachesNothing(long estimate, long actual)
    {
        _ratio.Observe(estimate, actual);

        Assert.Equal(1, _ratio.Value);
    }

    [Theory]
    [InlineData(0.6, 200)]
    [InlineData(1.3, 200)]
    [InlineData(1.3, 20_000)]
    [InlineData(2.5, 1_000)]
    public void Observe_FiftyAnswersOfOneRatio_ComesWithinFivePercentOfIt(double truth, long estimate)
    {
        for (int i = 0; i < 50; i++)
            _ratio.Observe(estimate, (long)(estimate * truth));

        Assert.InRange(_ratio.Value, truth * 0.95, truth * 1.05);
    }

    [Fact]
    public void Observe_AHundredShortAnswers_ComesWithinFivePercentAllTheSame()
    {
        for (int i = 0; i < 100; i++)
            _ratio.Observe(estimate: 20, actual: 30);

        Assert.InRange(_ratio.Value, 1.5 * 0.95, 1.5 * 1.05);
    }

    [Fact]
    public void Observe_ScatteredAnswers_StaysNearTheRatioOfTheSums()
    {
        Random random = new(1);
        for (int i = 0; i < 500; i++)
        {
            long estimate = random.Next(100, 2_000);
            _ratio.Observe(estimate, (long)(estimate * (1.2 + (0.4 * (random.NextDouble() - 0.5)))));
            if (i > 100)
                Assert.InRange(_ratio.Value, 1.1, 1.3);
        }
    }

    [Fact]
    public void Observe_OneInTenOfAHundredTimes_PullsByAThirdAtMost()
    {
        for (int i = 0; i < 1_000; i++)
        {
            _ratio.Observe(1_000, i % 10 == 0 ? 100_000 : 1_000);
            Assert.InRange(_ratio.Value, 0.99, 1.35);
        }
    }

    [Theory]
    [InlineData(1, 1_000_000, 8)]
    [InlineData(1_000_000, 1, 0.125)]
    public void Observe_AbsurdAnswersForEver_EndsAtABound(long estimate, long actual, double bound)
    {
        for (int i = 0; i < 10_000; i++)
            _ratio.Observe(estimate, actual);

        Assert.Equal(bound, _ratio.Value, 3);
        Assert.True(_ratio.Correct(long.MaxValue) > 0);
    }
}
