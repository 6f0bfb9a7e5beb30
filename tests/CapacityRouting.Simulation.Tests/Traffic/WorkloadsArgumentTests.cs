namespace CapacityRouting.Simulation.Tests.Traffic;

public sealed class WorkloadsArgumentTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-1, "-1")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(1_000_001, "1000001")]
    public void Generate_RateOutOfRange_IsToldWithItsValue(double rate, string shown)
    {
        string expected = $"ratePerSecond must be more than 0 and at most 1000000, is {shown}.";

        Assert.Equal(expected, Message("ratePerSecond", () => Workloads.Steady(rate, Minute, TokenMix.Chat, 1)));
        Assert.Equal(expected, Message("ratePerSecond", () => Workloads.Bursty(rate, 2, Minute, TokenMix.Chat, 1)));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-2, "-2")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(101, "101")]
    public void Bursty_VariationOutOfRange_IsToldWithItsValue(double cv, string shown) =>
        Assert.Equal(
            $"coefficientOfVariation must be more than 0 and at most 100, is {shown}.",
            Message("coefficientOfVariation", () => Workloads.Bursty(1, cv, Minute, TokenMix.Chat, 1)));

    [Theory]
    [InlineData(0, "00:00:00")]
    [InlineData(-1, "-1.00:00:00")]
    [InlineData(36_501, "36501.00:00:00")]
    public void Generate_DurationOutOfRange_IsToldWithItsValue(int days, string shown)
    {
        TimeSpan duration = TimeSpan.FromDays(days);
        string expected = $"duration must be more than zero and at most 36500 days, is {shown}.";

        Assert.Equal(expected, Message("duration", () => Workloads.Steady(1, duration, TokenMix.Chat, 1)));
        Assert.Equal(expected, Message("duration", () => Workloads.Bursty(1, 2, duration, TokenMix.Chat, 1)));
        Assert.Equal(expected, Message("duration", () => Workloads.Diurnal(1, 2, Minute, duration, TokenMix.Chat, 1)));
        Assert.Equal(expected, Message("duration", () => Workloads.Ramp(1, 2, duration, TokenMix.Chat, 1)));
        Assert.Equal(expected, Message("duration", () => Workloads.Take(TwoCalls(), Minute, duration)));
    }

    [Fact]
    public void Generate_NotOneCall_IsTooShortADuration() =>
        Assert.Equal(
            "duration must be long enough for at least one call, is 00:00:00.0010000.",
            Message("duration", () => Workloads.Steady(0.001, TimeSpan.FromMilliseconds(1), TokenMix.Chat, 1)));

    [Fact]
    public void Diurnal_WrongRatesOrPeriod_AreTold()
    {
        Assert.Equal("lowRate must be between 0 and 1000000, is -1.", Message("lowRate", () => Diurnal(-1, 2, Minute)));
        Assert.Equal("highRate must be more than 0 and at most 1000000, is 0.", Message("highRate", () => Diurnal(0, 0, Minute)));
        Assert.Equal("highRate must be at least the low rate 3, is 2.", Message("highRate", () => Diurnal(3, 2, Minute)));
        Assert.Equal("period must be more than zero and at most 36500 days, is 00:00:00.", Message("period", () => Diurnal(1, 2, TimeSpan.Zero)));
    }

    [Fact]
    public void Ramp_WrongRates_AreTold()
    {
        Assert.Equal("fromRate must be between 0 and 1000000, is -1.", Message("fromRate", () => Workloads.Ramp(-1, 2, Minute, TokenMix.Chat, 1)));
        Assert.Equal("toRate must be between 0 and 1000000, is NaN.", Message("toRate", () => Workloads.Ramp(1, double.NaN, Minute, TokenMix.Chat, 1)));
        Assert.Equal("toRate must be more than 0 and at most 1000000, is 0.", Message("toRate", () => Workloads.Ramp(0, 0, Minute, TokenMix.Chat, 1)));
    }

    [Fact]
    public void Stampede_WrongArguments_AreTold()
    {
        Assert.Equal("calls must be at least 1, is 0.", Message("calls", () => Workloads.Stampede(0, Minute, TokenMix.Chat, 1)));
        Assert.Equal(
            "within must be between zero and 36500 days, is -00:01:00.",
            Message("within", () => Workloads.Stampede(1, -Minute, TokenMix.Chat, 1)));
    }

    [Fact]
    public void Change_WrongArguments_AreTold()
    {
        Assert.Equal("factor must be finite and more than 0, is 0.", Message("factor", () => TwoCalls().Scale(0)));
        Assert.Equal("factor must be finite and more than 0, is Infinity.", Message("factor", () => TwoCalls().Scale(double.PositiveInfinity)));
        Assert.Equal("factor must leave the workload shorter than 36500 days, is 1E-300.", Message("factor", () => TwoCalls().Scale(1e-300)));
        Assert.Equal("from must be between zero and 36500 days, is -00:01:00.", Message("from", () => TwoCalls().Take(-Minute, Minute)));
        Assert.Equal("most must be between zero and 36500 days, is -00:01:00.", Message("most", () => TwoCalls().Jitter(-Minute, 1)));
    }

    [Fact]
    public void Generate_NoMix_IsTheCallersError() => Assert.Throws<ArgumentNullException>("mix", () => Workloads.Steady(1, Minute, null!, 1));

    [Fact]
    public void Merge_NothingOrNull_IsTheCallersError()
    {
        Assert.Throws<ArgumentException>("workloads", () => Workloads.Merge("none"));
        Assert.Throws<ArgumentException>("workloads", () => Workloads.Merge("null", TwoCalls(), null!));
    }

    private static Workload Diurnal(double low, double high, TimeSpan period) => Workloads.Diurnal(low, high, period, Minute, TokenMix.Chat, 1);

    private static Workload TwoCalls() => new("two", [new SimulatedCall(TimeSpan.Zero, 1, 1), new SimulatedCall(Minute, 1, 1)]);

    // What is ours of the message: the framework adds the parameter and the value once more.
    private static string Message(string parameter, Func<Workload> make) =>
        Assert.Throws<ArgumentOutOfRangeException>(parameter, make).Message.Split(" (Parameter")[0];
}
