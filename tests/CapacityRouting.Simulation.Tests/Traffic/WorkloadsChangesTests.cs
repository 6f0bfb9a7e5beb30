namespace CapacityRouting.Simulation.Tests.Traffic;

public sealed class WorkloadsChangesTests
{
    private static readonly Workload Trace = Of("trace", (0, 1), (10, 2), (10, 3), (30, 4));

    [Fact]
    public void Merge_Workloads_AreOrderedByTimeAndThenByWorkload()
    {
        Workload merged = Workloads.Merge("all", Trace, Of("other", (0, 5), (10, 6), (40, 7)));

        Assert.Equal("all", merged.Name);
        Assert.Equal(Of("x", (0, 1), (0, 5), (10, 2), (10, 3), (10, 6), (30, 4), (40, 7)).Calls, merged.Calls);
    }

    // Twice the rate is half the time: 10 s become 5.
    [Fact]
    public void Scale_Twice_HalvesTheTimes()
    {
        Workload scaled = Trace.Scale(2);

        Assert.Equal("trace x2", scaled.Name);
        Assert.Equal(Of("x", (0, 1), (5, 2), (5, 3), (15, 4)).Calls, scaled.Calls);
    }

    [Fact]
    public void Scale_Half_DoublesTheTimes() => Assert.Equal(Of("x", (0, 1), (20, 2), (20, 3), (60, 4)).Calls, Trace.Scale(0.5).Calls);

    [Fact]
    public void Take_Window_BeginsAtZeroAndLeavesItsEndOut()
    {
        Workload taken = Trace.Take(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20));

        Assert.Equal("trace from 00:00:10 for 00:00:20", taken.Name);
        Assert.Equal(Of("x", (0, 2), (0, 3)).Calls, taken.Calls);
    }

    [Fact]
    public void Take_EmptyWindow_IsTooShort() =>
        Assert.Throws<ArgumentOutOfRangeException>("duration", () => Trace.Take(TimeSpan.FromSeconds(11), TimeSpan.FromSeconds(5)));

    // 1,000 calls at 0 s and 1,000 at 3 s, put off by 1.5 s on average: the mean of 1,000 even numbers up to 3 has a deviation of 3 * 0.289 / 31.6 = 0.027.
    [Fact]
    public void Jitter_Steps_BecomeAnEvenFlow()
    {
        Workload steps = new("steps", Enumerable.Range(0, 2_000).Select(i => new SimulatedCall(TimeSpan.FromSeconds(3 * (i / 1_000)), i + 1, 1)));

        Workload even = steps.Jitter(TimeSpan.FromSeconds(3), seed: 1);

        Assert.Equal("steps", even.Name);
        Assert.Equal(steps.Calls.Select(call => call.InputTokens), even.Calls.Select(call => call.InputTokens).Order());
        Assert.All(even.Calls, call => Assert.InRange((call.At - Before(call)).TotalSeconds, 0, 2.9999999));
        Assert.InRange(even.Calls.Average(call => (call.At - Before(call)).TotalSeconds), 1.4, 1.6);
    }

    [Fact]
    public void Jitter_SameSeed_GivesTheSameCalls() =>
        Assert.Equal(Trace.Jitter(TimeSpan.FromSeconds(9), seed: 1).Calls, Trace.Jitter(TimeSpan.FromSeconds(9), seed: 1).Calls);

    [Fact]
    public void Jitter_OtherSeed_GivesOtherTimes() =>
        Assert.NotEqual(Trace.Jitter(TimeSpan.FromSeconds(9), seed: 1).Calls, Trace.Jitter(TimeSpan.FromSeconds(9), seed: 2).Calls);

    [Fact]
    public void Jitter_Zero_LeavesTheCallsAsTheyAre() => Assert.Equal(Trace.Calls, Trace.Jitter(TimeSpan.Zero, seed: 1).Calls);

    [Fact]
    public void Change_Calls_KeepWhatElseTheyHave()
    {
        SimulatedCall call = new(TimeSpan.FromSeconds(4), 1, 2) { MaxOutputTokens = 3, Class = "gold", Tenant = "acme", Session = "s" };
        Workload workload = new("one", [call]);

        Assert.Equal(call with { At = TimeSpan.FromSeconds(2) }, workload.Scale(2).Calls[0]);
        Assert.Equal(call with { At = TimeSpan.FromSeconds(1) }, workload.Take(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(9)).Calls[0]);
        Assert.Equal(call, workload.Jitter(TimeSpan.FromSeconds(9), seed: 1).Calls[0] with { At = call.At });
    }

    private static TimeSpan Before(SimulatedCall call) => TimeSpan.FromSeconds(call.InputTokens <= 1_000 ? 0 : 3);

    private static Workload Of(string name, params (double Seconds, int Input)[] calls) =>
        new(name, calls.Select(call => new SimulatedCall(TimeSpan.FromSeconds(call.Seconds), call.Input, 1)));
}
