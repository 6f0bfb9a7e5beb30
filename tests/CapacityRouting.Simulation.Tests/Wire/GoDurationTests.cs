using CapacityRouting.Simulation.Wire;

namespace CapacityRouting.Simulation.Tests.Wire;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData(0, "0s")]
    [InlineData(1, "1ms")]
    [InlineData(9_999, "1ms")]
    [InlineData(10_001, "2ms")]
    [InlineData(400_000, "40ms")]
    [InlineData(9_990_000, "999ms")]
    [InlineData(9_990_001, "1s")]
    [InlineData(10_000_000, "1s")]
    [InlineData(86_400_000, "8.64s")]
    [InlineData(186_420_000, "18.642s")]
    [InlineData(599_990_001, "1m0s")]
    [InlineData(864_000_000, "1m26.4s")]
    [InlineData(3_600_000_000, "6m0s")]
    [InlineData(4_320_000_000, "7m12s")]
    [InlineData(36_000_000_000, "1h0m0s")]
    [InlineData(863_999_990_000, "23h59m59.999s")]
    [InlineData(864_000_000_000, "24h0m0s")]
    public void Format_ADuration_IsWrittenAsGoWritesIt(long ticks, string expected) =>
        Assert.Equal(expected, GoDuration.Format(TimeSpan.FromTicks(ticks)));
}
