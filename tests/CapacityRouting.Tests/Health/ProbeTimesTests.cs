using CapacityRouting.Atomics;
using CapacityRouting.Health;
using CapacityRouting.Time;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Health;

public sealed class ProbeTimesTests
{
    private const long Second = TimeSpan.TicksPerSecond;

    private readonly ProbeTimes _times = new(new(), new Clock(new FakeTimeProvider()), new Jitter(1));

    [Theory]
    [InlineData(0, 2.4, 2.4)]
    [InlineData(20, 2.4, 2.4)]
    [InlineData(60, 2.8125, 3.75)]
    [InlineData(320, 15, 20)]
    [InlineData(3_600, 30, 30)]
    public void Wait_OfAnOutage_IsASixteenthOfIt(double outage, double least, double most)
    {
        for (int i = 0; i < 100; i++)
            Assert.InRange(_times.Wait((long)(outage * Second)), least * Second, most * Second);
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void Wait_OfAnImpossibleOutage_IsWithinTheSettings(long outage) => Assert.InRange(_times.Wait(outage), 2 * Second, 30 * Second);

    [Fact]
    public void Wait_OnSeveralClients_IsSpread() =>
        Assert.True(Enumerable.Range(0, 50).Select(seed => new ProbeTimes(new(), new Clock(new FakeTimeProvider()), new Jitter(seed)).Wait(200 * Second)).Distinct().Count() > 40);
}
