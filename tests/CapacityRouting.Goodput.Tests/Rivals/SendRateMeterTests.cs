using CapacityRouting.Goodput.Rivals;

namespace CapacityRouting.Goodput.Tests.Rivals;

public class SendRateMeterTests
{
    private readonly SendRateMeter _meter = new();

    [Fact]
    public void Record_WithinTheFirstHalfSecond_MeasuresNothing() => Assert.Equal(0, Record(0, 0.1, 0.2, 0.49));

    [Fact]
    public void Record_FirstOfTheNextHalfSecond_CountsAllSoFar() => Assert.Equal(9.6, Record(0, 0.1, 0.2, 0.3, 0.4, 0.5), precision: 9); // 0.8 * 6 / 0.5

    [Fact]
    public void Record_Later_KeepsAFifthOfTheOldRate()
    {
        Record(0, 0.1, 0.2, 0.3, 0.4, 0.5);
        Assert.Equal(9.6, Record(0.6, 0.7), precision: 9);
        Assert.Equal(6.72, Record(1), precision: 9); // 0.8 * 3 / 0.5 + 0.2 * 9.6
    }

    [Fact]
    public void Record_AfterAPause_SpreadsTheCountOverIt()
    {
        Record(0, 0.1, 0.2, 0.3, 0.4, 0.5);
        Assert.Equal(2.24, Record(3), precision: 9); // 0.8 * 1 / 2.5 + 0.2 * 9.6
    }

    private double Record(params double[] times) => Array.ConvertAll(times, _meter.Record)[^1];
}
