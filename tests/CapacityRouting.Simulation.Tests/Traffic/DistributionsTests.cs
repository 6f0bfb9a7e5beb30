using CapacityRouting.Simulation.Traffic;

namespace CapacityRouting.Simulation.Tests.Traffic;

/// <summary>Bounds are at least four standard deviations of what is measured, over 200,000 draws of a fixed seed (their root is 447).</summary>
public sealed class DistributionsTests
{
    private const int Draws = 200_000;

    private readonly Distributions _draw = new(new Chance(seed: 5, stream: 0));

    // Deviation of the mean: 3 / 447 = 0.0067.
    [Fact]
    public void Exponential_Mean_IsAsked()
    {
        Moments moments = Sample(() => _draw.Exponential(3));

        Assert.InRange(moments.Mean, 2.97, 3.03);
        Assert.InRange(moments.Cv, 0.98, 1.02);
    }

    // Mean 0 and variance 1, moved up by 10 so that there is a ratio: 1 / 10. Deviation of the mean: 1 / 447 = 0.0022.
    [Fact]
    public void Normal_MeanAndVariance_AreZeroAndOne()
    {
        Moments moments = Sample(() => 10 + _draw.Normal());

        Assert.InRange(moments.Mean, 9.99, 10.01);
        Assert.InRange(moments.Cv, 0.099, 0.101);
    }

    // Mean shape * scale, variation 1 / sqrt(shape): for 0.25, 4 * 0.25 = 1 and 2; for 16, 0.5 * 16 = 8 and 0.25.
    [Theory]
    [InlineData(0.25, 4, 1, 2)]
    [InlineData(1, 2, 2, 1)]
    [InlineData(16, 0.5, 8, 0.25)]
    public void Gamma_MeanAndVariation_FollowFromShapeAndScale(double shape, double scale, double mean, double cv)
    {
        Moments moments = Sample(() => _draw.Gamma(shape, scale));

        Assert.InRange(moments.Mean, mean * (1 - (4 * cv / 447)), mean * (1 + (4 * cv / 447)));
        Assert.InRange(moments.Cv, cv * 0.96, cv * 1.04);
    }

    // The median of a lognormal distribution is mean / sqrt(1 + cv^2): 10 / sqrt(1.25) = 8.944 for 0.5.
    [Fact]
    public void Lognormal_MeanVariationAndMedian_AreAsked()
    {
        double[] sample = [.. Enumerable.Range(0, Draws).Select(_ => _draw.Lognormal(10, 0.5))];
        Moments moments = new(sample);

        Assert.InRange(moments.Mean, 9.95, 10.05);
        Assert.InRange(moments.Cv, 0.49, 0.51);
        Assert.InRange(sample.Count(value => value < 8.944), (Draws / 2) - 900, (Draws / 2) + 900);
    }

    [Fact]
    public void Lognormal_NoVariation_IsTheMean() => Assert.Equal(42, _draw.Lognormal(42, 0));

    private static Moments Sample(Func<double> draw) => new(Enumerable.Range(0, Draws).Select(_ => draw()));
}
