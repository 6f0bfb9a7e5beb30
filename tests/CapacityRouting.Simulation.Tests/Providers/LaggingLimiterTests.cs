using CapacityRouting.Simulation.Limiters;
using CapacityRouting.Simulation.Providers;

namespace CapacityRouting.Simulation.Tests.Providers;

public sealed class LaggingLimiterTests
{
    private static readonly TimeSpan Lag = TimeSpan.FromMilliseconds(500);

    /// <summary>Whatever happens, and whatever the shape: late is what a limiter without a lag said then.</summary>
    [Theory]
    [InlineData(LimiterShape.Continuous)]
    [InlineData(LimiterShape.FixedWindow)]
    [InlineData(LimiterShape.SlidingWindow)]
    [InlineData(LimiterShape.Quantized)]
    [InlineData(LimiterShape.Utilization)]
    public void ReadLate_AnyHistory_IsWhatWasReadThen(LimiterShape shape)
    {
        ProviderLimit limit = new(CapacityDimension.TokensPerMinute, 600, shape);
        LaggingLimiter lagging = new(limit, Lag);
        ILimiter plain = Limiter.For(limit);
        Standing full = plain.Read(TimeSpan.Zero);
        Random random = new(7);
        Queue<Standing> then = new();
        for (int step = 0; step < 2000; step++)
        {
            // Every tenth of a second something is taken or given back, or nothing; five steps are the lag.
            TimeSpan now = TimeSpan.FromMilliseconds(100 * step);
            int units = random.Next(3) == 0 ? random.Next(-20, 60) : 0;
            if (units != 0)
            {
                lagging.Take(units, now);
                plain.Take(units, now);
            }

            then.Enqueue(plain.Read(now));
            Assert.Equal(then.Count > 5 ? then.Dequeue() : full, lagging.ReadLate(now));
            Assert.Equal(plain.Read(now), lagging.Read(now));
            Assert.Equal(plain.Fits(10, now), lagging.Fits(10, now));
            Assert.Equal(plain.Until(10, now), lagging.Until(10, now));
        }
    }
}
