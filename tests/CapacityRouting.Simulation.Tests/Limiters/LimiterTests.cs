using CapacityRouting.Simulation.Limiters;

namespace CapacityRouting.Simulation.Tests.Limiters;

/// <summary>Which limiter a limit gets.</summary>
public sealed class LimiterTests
{
    private static readonly ProviderLimit Limit = new(CapacityDimension.RequestsPerMinute, 1);

    [Theory]
    [InlineData(LimiterShape.Continuous, typeof(ContinuousBucket))]
    [InlineData(LimiterShape.FixedWindow, typeof(FixedWindowCounter))]
    [InlineData(LimiterShape.SlidingWindow, typeof(SlidingWindowLog))]
    [InlineData(LimiterShape.Quantized, typeof(QuantizedCounter))]
    [InlineData(LimiterShape.Utilization, typeof(UtilizationBucket))]
    public void For_AShape_MakesItsLimiter(LimiterShape shape, Type expected) =>
        Assert.IsType(expected, Limiter.For(Limit with { Shape = shape }));

    [Fact]
    public void For_EveryShapeThereIs_MakesOne() =>
        Assert.All(Enum.GetValues<LimiterShape>(), shape => Assert.Equal(shape, Limiter.For(Limit with { Shape = shape }).Limit.Shape));

    [Fact]
    public void For_ALimitThatMeansNothing_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Limiter.For(Limit with { Amount = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Limiter.For(Limit with { Grain = TimeSpan.Zero }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Limiter.For(Limit with { Burst = new TimeSpan(-1) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Limiter.For(Limit with { Shape = (LimiterShape)99 }));
    }
}
