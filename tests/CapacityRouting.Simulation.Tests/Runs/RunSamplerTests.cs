using Microsoft.Extensions.AI;

namespace CapacityRouting.Simulation.Tests.Runs;

public sealed class RunSamplerTests
{
    [Fact]
    public void SampleEvery_AnInterval_LooksFromTheStartToTheEnd()
    {
        // The last call is sent at 3.1 s and ends at 5.1 s.
        RunResult run = Simulator.Run(TestRun.Of(TestRun.Calls(0.5, 3.1), new CapacityLimits { RequestsPerMinute = 60 }, TestRun.Provider("gpt"), TestRun.Provider("claude")) with
        {
            SampleEvery = TimeSpan.FromSeconds(0.75),
        });

        Assert.Equal([0, 0.75, 1.5, 2.25, 3, 3.75, 4.5], run.Samples.Select(sample => sample.At.TotalSeconds));
        Assert.All(run.Samples, sample => Assert.Equal(["gpt", "claude"], sample.Routes.Select(route => route.Name)));

        // Under way: from 0.5 to 2.5 s, and from 3.1 s.
        Assert.Equal([0, 1, 1, 1, 0, 1, 1], run.Samples.Select(sample => sample.Routes[0].InFlight));
    }

    [Fact]
    public void SampleEvery_LessThanAMillisecond_IsKeptToTheTick()
    {
        RunResult run = Simulator.Run(TestRun.Of(TestRun.Calls(0), new CapacityLimits(), TestRun.Provider("gpt")) with { SampleEvery = TimeSpan.FromTicks(2_500_001) });

        // 2 s are seven such intervals.
        Assert.Equal(Enumerable.Range(0, 8).Select(i => i * 2_500_001L), run.Samples.Select(sample => sample.At.Ticks));
    }

    [Fact]
    public void SampleEvery_NotSet_LooksNever() => Assert.Empty(Simulator.Run(TestRun.Of(TestRun.Calls(0), limits: null, TestRun.Provider("gpt"))).Samples);

    [Fact]
    public void SampleEvery_ARouterThatCannotBeLookedAt_HasNoSamples()
    {
        RunResult run = Simulator.Run(TestRun.Of(TestRun.Calls(0), _ => new FakeRouter((_, _) => throw new NotSupportedException())) with { SampleEvery = TimeSpan.FromSeconds(1) });

        Assert.Empty(run.Samples);
        Assert.Equal(CallOutcome.Failed, run.Calls[0].Outcome);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void SampleEvery_NoTimeAtAll_IsRefused(double seconds)
    {
        ArgumentException thrown = Assert.Throws<ArgumentException>(() =>
            Simulator.Run(TestRun.Of(TestRun.Calls(0), limits: null, TestRun.Provider("gpt")) with { SampleEvery = TimeSpan.FromSeconds(seconds) }));

        Assert.StartsWith($"SampleEvery: must be more than zero, is {TimeSpan.FromSeconds(seconds)}.", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SampleEvery_Looking_ChangesNothing()
    {
        RunSettings settings = TestRun.Of(TestRun.Calls(0, 0.1, 0.2, 5), new CapacityLimits { RequestsPerMinute = 60 }, TestRun.Provider("gpt"));
        RunResult unseen = Simulator.Run(settings);
        RunResult seen = Simulator.Run(settings with { SampleEvery = TimeSpan.FromSeconds(0.1) });

        Assert.NotEmpty(seen.Samples);
        Assert.Equal(TestRun.Bytes(unseen), TestRun.Bytes(seen with { Samples = [] }));
    }

    [Fact]
    public void Progress_NoSamples_IsToldEverySecond()
    {
        Told told = new();
        Simulator.Run(TestRun.Of(TestRun.Calls(0, 2.5), limits: null, TestRun.Provider("gpt")), told);

        // The last call ends at 4.5 s.
        Assert.Equal([0, 1, 2, 3, 4], told.Seconds);
    }

    [Fact]
    public void Progress_WithSamples_IsToldWithEach()
    {
        Told told = new();
        Simulator.Run(TestRun.Of(TestRun.Calls(0), limits: null, TestRun.Provider("gpt")) with { SampleEvery = TimeSpan.FromSeconds(0.75) }, told);

        Assert.Equal([0, 0.75, 1.5], told.Seconds);
    }

    [Fact]
    public void Progress_ItThrows_SoDoesTheRun()
    {
        TimeoutException thrown = Assert.Throws<TimeoutException>(() =>
            Simulator.Run(TestRun.Of(TestRun.Calls(0, 1, 2), limits: null, TestRun.Provider("gpt")), new Told(() => throw new TimeoutException("its own"))));

        Assert.Equal("its own", thrown.Message);
    }

    [Fact]
    public void Progress_ACallNeverEnds_DoesNotGoOnForEver()
    {
        TaskCompletionSource<ChatResponse> never = new();
        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() =>
            Simulator.Run(TestRun.Of(TestRun.Calls(0, 60), _ => new FakeRouter((_, _) => never.Task)), new Told()));

        // An hour after the last call, and a second to find nothing left to do.
        Assert.StartsWith("The simulation stands still at 01:01:01", thrown.Message, StringComparison.Ordinal);
    }

    private sealed class Told(Action? andThen = null) : IProgress<TimeSpan>
    {
        public List<double> Seconds { get; } = [];

        public void Report(TimeSpan value)
        {
            Seconds.Add(value.TotalSeconds);
            andThen?.Invoke();
        }
    }
}
