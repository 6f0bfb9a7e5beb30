using CapacityRouting.Storm.Calls;
using CapacityRouting.Storm.Http;
using CapacityRouting.Storm.Plans;
using CapacityRouting.Storm.Reporting;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Storm.Tests;

public sealed class StormsTests
{
    private const int WarmUpsOfOne = 30;

    // Each is a storm of a thousand calls under every weather in turn, and two that the simulation's providers answer.
    private static readonly int Rounds = Extent.IsLong ? 3 : 1;

    [Fact]
    public void OverSimulator_ThousandsOfCallsUnderEveryWeather_EachEndsOnceAndLeavesNothing()
    {
        int calls = Rounds * 16_000;

        StormTally tally = Storms.OverSimulator(calls, seed: 1);

        AssertNoViolation(tally);

        // Thirty more before each storm of the fourteen weathers, and the second ones of who reads twice.
        Assert.Equal(calls + (Rounds * 14 * WarmUpsOfOne) + tally.Callers[CallerKind.ReadsTwice], tally.Calls);
        Assert.True(tally.Faults.Keys.Select(key => key.Kind).Distinct().Count() >= 15);
        Assert.All(
            [Outcome.Complete, Outcome.Interrupted, Outcome.Cancelled, Outcome.NoRoute, Outcome.Left],
            outcome => Assert.True(tally.Outcomes.GetValueOrDefault(outcome) > 0, $"no call ended as {outcome}"));
        Assert.True(tally.Continuations > 0);
    }

    [Fact]
    public void OverSimulator_TheSameSeed_IsTheSameStorm()
    {
        StormTally first = Storms.OverSimulator(3_000, seed: 7);
        StormTally second = Storms.OverSimulator(3_000, seed: 7);

        Assert.Equal(first.Attempts, second.Attempts);
        Assert.Equal(first.Updates, second.Updates);
        Assert.Equal(first.Outcomes.OrderBy(each => each.Key), second.Outcomes.OrderBy(each => each.Key));
    }

    [Theory]
    [InlineData(nameof(Sdk.OpenAI))]
    [InlineData(nameof(Sdk.Anthropic))]
    public async Task OverHttpAsync_AThousandCallsThroughTheRealSdk_EachEndsOnceAndLeavesNothing(string sdk)
    {
        StormTally tally = await Storms.OverHttpAsync(Enum.Parse<Sdk>(sdk), 1_000, seed: 1);

        AssertNoViolation(tally);
        Assert.Equal(1_000 + (2 * WarmUpsOfOne) + tally.Callers[CallerKind.ReadsTwice], tally.Calls);
        Assert.True(tally.Continuations > 0);
    }

    private static void AssertNoViolation(StormTally tally) =>
        Assert.True(tally.Violations.Count == 0, string.Join(Environment.NewLine, tally.Violations.Take(10).Select(each => each.Detail).Prepend($"{tally.Violations.Count} violations")));
}
