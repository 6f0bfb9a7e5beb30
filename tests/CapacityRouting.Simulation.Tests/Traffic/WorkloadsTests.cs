using CapacityRouting.Simulation.Traffic;

namespace CapacityRouting.Simulation.Tests.Traffic;

/// <summary>A count of n independent calls has a standard deviation of sqrt(n); bounds are four of them.</summary>
public sealed class WorkloadsTests
{
    private static readonly Dictionary<string, Func<int, Workload>> Generators = new(StringComparer.Ordinal)
    {
        ["steady"] = seed => Workloads.Steady(5, Minutes(2), TokenMix.Chat, seed),
        ["bursty"] = seed => Workloads.Bursty(5, 3, Minutes(2), TokenMix.LongContext, seed),
        ["diurnal"] = seed => Workloads.Diurnal(1, 9, Minutes(1), Minutes(2), TokenMix.Reasoning, seed),
        ["ramp"] = seed => Workloads.Ramp(0, 10, Minutes(2), TokenMix.Chat, seed),
        ["stampede"] = seed => Workloads.Stampede(500, TimeSpan.FromMilliseconds(100), TokenMix.Chat, seed),
    };

    public static TheoryData<string> Names => [.. Generators.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Generate_SameSeed_GivesTheSameCalls(string name) => Assert.Equal(Generators[name](11).Calls, Generators[name](11).Calls);

    [Theory]
    [MemberData(nameof(Names))]
    public void Generate_OtherSeed_GivesOtherTimesAndTokens(string name)
    {
        IReadOnlyList<SimulatedCall> calls = Generators[name](11).Calls;
        IReadOnlyList<SimulatedCall> others = Generators[name](12).Calls;

        Assert.True(calls.Select(call => call.At).Intersect(others.Select(call => call.At)).Count() < 5);
        Assert.NotEqual(calls.Take(50).Select(call => call.InputTokens), others.Take(50).Select(call => call.InputTokens));
        Assert.NotEqual(calls.Take(50).Select(call => call.OutputTokens), others.Take(50).Select(call => call.OutputTokens));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Generate_AnySeed_IsNamedSortedAndWithinItsDuration(string name)
    {
        Workload workload = Generators[name](13);

        Assert.Equal(name, workload.Name);
        Assert.All(workload.Calls.Zip(workload.Calls.Skip(1)), pair => Assert.True(pair.First.At <= pair.Second.At));
        Assert.True(workload.Calls[0].At >= TimeSpan.Zero);
        Assert.True(workload.Duration < (name == "stampede" ? TimeSpan.FromMilliseconds(100) : Minutes(2)));
    }

    [Fact]
    public void Generate_OtherMix_LeavesTheTimesAsTheyAre()
    {
        Workload chat = Workloads.Bursty(5, 3, Minutes(2), TokenMix.Chat, seed: 11);
        Workload reasoning = Workloads.Bursty(5, 3, Minutes(2), TokenMix.Reasoning, seed: 11);

        Assert.Equal(chat.Calls.Select(call => call.At), reasoning.Calls.Select(call => call.At));
    }

    // 10 a second for 10,000 s: 100,000 calls, 4 * 316 = 1,265.
    [Fact]
    public void Steady_ManyCalls_HaveTheRateAndTheVariationOfChance()
    {
        Workload workload = Workloads.Steady(10, TimeSpan.FromSeconds(10_000), TokenMix.Chat, seed: 1);

        Assert.InRange(workload.Calls.Count, 98_735, 101_265);
        Assert.InRange(Moments.OfGaps(workload).Cv, 0.98, 1.02);
    }

    // A count of n calls in bursts has a standard deviation of about cv * sqrt(n), with n = 100,000: cv * 316, four of them cv * 1,265.
    [Theory]
    [InlineData(0.3, 0.01)]
    [InlineData(1, 0.02)]
    [InlineData(3, 0.25)]
    public void Bursty_ManyCalls_HaveTheRateAndTheVariationAsked(double cv, double tolerance)
    {
        Workload workload = Workloads.Bursty(10, cv, TimeSpan.FromSeconds(10_000), TokenMix.Chat, seed: 2);

        Assert.InRange(workload.Calls.Count, 100_000 - (cv * 1_265), 100_000 + (cv * 1_265));
        Assert.InRange(Moments.OfGaps(workload).Cv, cv - tolerance, cv + tolerance);
    }

    // 1 a second for 100 s: 100 calls. A process that began with a whole gap would bring (cv^2 - 1) / 2 = 4 more for 3, and 0.46 fewer for 0.3. The mean
    // of 5,000 counts has a deviation of cv * 10 / 71: 0.42 and 0.042.
    [Theory]
    [InlineData(3, 1.7)]
    [InlineData(0.3, 0.17)]
    public void Bursty_MeanOfManySeeds_IsTheRateExactly(double cv, double tolerance)
    {
        double mean = Enumerable.Range(0, 5_000)
            .Average(seed => Arrivals.Bursty(1, cv, TimeSpan.FromSeconds(100), new Distributions(new Chance(seed, 1))).Count());

        Assert.InRange(mean, 100 - tolerance, 100 + tolerance);
    }

    // Ten days of 1,000 s at 1 to 9 a second, 5 on average: 50,000 calls in all. In the first and last 25 s of a day the rate is 5 - 4 * sin(x) / x with
    // x = 2 pi * 0.025 = 0.157, so 1.016: 508 in ten days. In the middle 50 s it is 5 + 4 * sin(x) / x = 8.984: 4,492.
    [Fact]
    public void Diurnal_Rate_IsLowAtTheStartAndHighAtHalfAPeriod()
    {
        Workload workload = Workloads.Diurnal(1, 9, TimeSpan.FromSeconds(1_000), TimeSpan.FromSeconds(10_000), TokenMix.Chat, seed: 3);
        double[] times = [.. workload.Calls.Select(call => call.At.TotalSeconds % 1_000)];

        Assert.InRange(times.Length, 50_000 - 894, 50_000 + 894);
        Assert.InRange(times.Count(time => time is < 25 or >= 975), 508 - 90, 508 + 90);
        Assert.InRange(times.Count(time => time is >= 475 and < 525), 4_492 - 268, 4_492 + 268);
    }

    // From 0 to 10 a second in 1,000 s: 5,000 calls, a quarter of them in the first half. Falling, it is the other way round.
    [Theory]
    [InlineData(0, 10, 1_250)]
    [InlineData(10, 0, 3_750)]
    public void Ramp_Rate_IsAStraightLine(double from, double to, int firstHalf)
    {
        Workload workload = Workloads.Ramp(from, to, TimeSpan.FromSeconds(1_000), TokenMix.Chat, seed: 4);
        int first = workload.Calls.Count(call => call.At < TimeSpan.FromSeconds(500));

        Assert.InRange(workload.Calls.Count, 5_000 - 283, 5_000 + 283);
        Assert.InRange(first, firstHalf - (4 * Math.Sqrt(firstHalf)), firstHalf + (4 * Math.Sqrt(firstHalf)));
    }

    // 10,000 calls in 100 ms: half of them in the first 50, give or take 4 * sqrt(10,000) / 2 = 200.
    [Fact]
    public void Stampede_Calls_AreAllWithinTheMoment()
    {
        Workload workload = Workloads.Stampede(10_000, TimeSpan.FromMilliseconds(100), TokenMix.Chat, seed: 5);

        Assert.Equal(10_000, workload.Calls.Count);
        Assert.True(workload.Duration < TimeSpan.FromMilliseconds(100));
        Assert.InRange(workload.Calls.Count(call => call.At < TimeSpan.FromMilliseconds(50)), 4_800, 5_200);
    }

    [Fact]
    public void Stampede_NoTimeAtAll_IsAllAtOnce() =>
        Assert.All(Workloads.Stampede(3, TimeSpan.Zero, TokenMix.Chat, seed: 5).Calls, call => Assert.Equal(TimeSpan.Zero, call.At));

    private static TimeSpan Minutes(int minutes) => TimeSpan.FromMinutes(minutes);
}
