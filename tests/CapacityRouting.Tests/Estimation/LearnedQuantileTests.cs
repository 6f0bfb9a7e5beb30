using CapacityRouting.Estimation;

namespace CapacityRouting.Tests.Estimation;

public sealed class LearnedQuantileTests
{
    [Fact]
    public void Value_NothingObserved_IsTheFirstGuess() => Assert.Equal(256, new LearnedQuantile(0.8, 256).Value);

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(0.8, 1)]
    [InlineData(0.8, 256)]
    [InlineData(0.8, 1_000_000)]
    [InlineData(0.95, 256)]
    public void Observe_ManyUniformSamples_ComesToTheQuantile(double quantile, long initial)
    {
        LearnedQuantile learned = new(quantile, initial);
        Random random = new(1);
        Train(learned, 2_000, () => random.Next(1, 2_001));

        double mean = Enumerable.Range(0, 20_000).Average(_ =>
        {
            learned.Observe(random.Next(1, 2_001));
            return learned.Value;
        });

        Assert.InRange(mean, quantile * 2_000 * 0.9, quantile * 2_000 * 1.1);
    }

    [Fact]
    public void Observe_ManyLongTailedSamples_CoversTheShareItShould()
    {
        LearnedQuantile learned = new(0.8, 256);
        Random random = new(2);
        long Sample() => (long)Math.Exp(5 + (1.2 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())));
        Train(learned, 2_000, Sample);

        int covered = Enumerable.Range(0, 20_000).Count(_ =>
        {
            long sample = Sample();
            bool fits = sample <= learned.Value;
            learned.Observe(sample);
            return fits;
        });

        Assert.InRange(covered / 20_000.0, 0.76, 0.84);
    }

    [Fact]
    public void Observe_TheSameAgainAndAgain_StaysNearIt()
    {
        LearnedQuantile learned = new(0.8, 10_000);
        Train(learned, 1_000, () => 300);

        Assert.InRange(learned.Value, 290, 330);
    }

    [Fact]
    public void Observe_AfterAShift_FollowsWithinFewSamples()
    {
        LearnedQuantile learned = new(0.8, 100);
        Train(learned, 60, () => 5_000);

        Assert.InRange(learned.Value, 4_800, 5_500);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void Observe_NothingOrLess_NeverFallsBelowOne(long sample)
    {
        LearnedQuantile learned = new(0.8, 256);
        Train(learned, 10_000, () => sample);

        Assert.Equal(1, learned.Value);
    }

    [Fact]
    public void Observe_TheLargestSample_Rises()
    {
        LearnedQuantile learned = new(0.8, 256);

        learned.Observe(long.MaxValue);

        Assert.True(learned.Value > 256);
    }

    [Fact]
    public void Observe_TheLargestSampleForEver_NeverOverflows()
    {
        LearnedQuantile learned = new(0.8, 256);
        Train(learned, 10_000, () => long.MaxValue);

        Assert.True(learned.Value > 1_000_000);
    }

    private static void Train(LearnedQuantile learned, int times, Func<long> sample)
    {
        for (int i = 0; i < times; i++)
            learned.Observe(sample());
    }
}
