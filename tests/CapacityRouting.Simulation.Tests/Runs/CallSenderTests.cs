using Microsoft.Extensions.AI;

namespace CapacityRouting.Simulation.Tests.Runs;

public sealed class CallSenderTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void SendAll_Calls_AreSentAtTheirTimesToTheTick()
    {
        // Half a millisecond is not a whole one, and a tick is the least there is.
        TimeSpan[] at = [TimeSpan.Zero, new(1), new(4_999), new(5_000), new(5_000), new(15_001), Second, Second + new TimeSpan(1)];
        RunResult run = Simulator.Run(TestRun.Of(new Workload("fine", at.Select(moment => new SimulatedCall(moment, 100, 10))), limits: null, TestRun.Provider("gpt")));

        Assert.Equal(at, run.Calls.Select(call => call.SentAt));
        Assert.Equal(at, run.Visits.Select(visit => visit.At));
        Assert.All(run.Calls, call => Assert.Equal(2 * Second, call.EndedAt - call.SentAt));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void SendAll_ACallOfATenant_IsTheRoutersWithItsClassAndItsToolsResult(double streamShare)
    {
        SimulatedCall call = new(TimeSpan.Zero, 100, 10) { Class = "background", Tenant = "acme", IsContinuation = true };
        ListeningClient? listening = null;

        Simulator.Run(TestRun.Of(new Workload("one", [call]), run => listening = new(run.Clients[0])) with { StreamShare = streamShare });

        RequestRouting? routing = listening!.Options!.AdditionalProperties?.Values.OfType<RequestRouting>().Single();
        Assert.Equal((RequestPriority.Background, "acme"), (routing?.Priority, routing?.Tenant));
        Assert.Equal(ChatRole.Tool, listening.LastRole);
    }

    [Fact]
    public void SendAll_ACallThatIsUnderWay_HoldsNobodyUp()
    {
        RunResult run = Simulator.Run(TestRun.Of(TestRun.Calls(0, 0.5, 1), limits: null, TestRun.Provider("gpt")));

        Assert.Equal([2.0, 2.5, 3], run.Calls.Select(call => call.EndedAt.TotalSeconds));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 2000)]
    [InlineData(0.5, 985)] // On average it is 1000, 22 more or less; of this seed it is and stays 995.
    public void StreamShare_OfManyCalls_IsStreamed(double share, int streamed)
    {
        RunResult run = Simulator.Run(TestRun.Of(TestRun.Calls(new double[2000]), limits: null, TestRun.Provider("gpt")) with { StreamShare = share });

        Assert.Equal(streamed, run.Calls.Count(call => call.IsStream));
        Assert.Equal(2000, run.Calls.Count(call => call.Outcome == CallOutcome.Served));
    }

    [Theory]
    [InlineData(4, 100)]
    [InlineData(3, 75)]
    [InlineData(5, 125)]
    public void CharactersPerToken_WithoutASpread_IsThatOfEveryPrompt(double characters, long asked)
    {
        RunResult run = Simulator.Run(TestRun.Of(TestRun.Calls(0, 1, 2), limits: null, TestRun.Provider("gpt")) with { CharactersPerToken = characters, CharactersSpread = 0 });

        Assert.All(run.Visits, visit => Assert.Equal((asked, 100L), (visit.AskedInputTokens, visit.InputTokens)));
    }

    [Fact]
    public void CharactersSpread_ATenth_IsTheStandardDeviationOfTheEstimate()
    {
        RunResult run = Simulator.Run(TestRun.Of(TestRun.Calls(new double[4000]), limits: null, TestRun.Provider("gpt")));
        double[] asked = [.. run.Visits.Select(visit => (double)visit.AskedInputTokens)];
        double mean = asked.Average();

        // Of 4000 draws of 100 and 10 the mean lies within four times 10 / 63, and a half for rounding up; the deviation within four times 10 / 89.
        Assert.InRange(mean, 99.3, 101.2);
        Assert.InRange(Math.Sqrt(asked.Average(tokens => (tokens - mean) * (tokens - mean))), 9.5, 10.5);
    }

    [Fact]
    public void SendAll_ACallEndsOnAnotherThread_SaysSo()
    {
        // At 1 s, on the simulation's thread, another one answers while that one waits for it: nothing here is left to luck.
        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => Simulator.Run(TestRun.Of(TestRun.Calls(0, 5), run => new FakeRouter((_, _) =>
        {
            TaskCompletionSource<ChatResponse> answer = new();
            run.Clock.Time.CreateTimer(
                _ =>
                {
                    Thread other = new(() => answer.SetResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "from elsewhere"))));
                    other.Start();
                    other.Join();
                },
                null,
                TimeSpan.FromSeconds(1),
                Timeout.InfiniteTimeSpan);
            return answer.Task;
        }))));

        Assert.StartsWith("A call ended on another thread than the simulation's one", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SendAll_AClientThatHopsToTheThreadPool_IsAnErrorAndNotAResult(bool setsATimerThere)
    {
        // The order is a matter of luck: the thread may continue elsewhere first, or the simulation may find nothing left to do. Both are reported.
        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => Simulator.Run(TestRun.Of(TestRun.Calls(0), run => new FakeRouter(async (_, token) =>
        {
            using ManualResetEventSlim gate = new();
            Task hop = Task.Run(gate.Wait, token);
            await using ITimer timer = run.Clock.Time.CreateTimer(_ => gate.Set(), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
            await hop;
            if (setsATimerThere)
                await InlineDelay.For(TimeSpan.FromSeconds(1), run.Clock.Time, token);
            return new ChatResponse(new ChatMessage(ChatRole.Assistant, "from elsewhere"));
        }))));

        Assert.Matches("^(A call ended on another thread than the simulation's one|The simulation stands still at 00:00:01)", thrown.Message);
    }
}
