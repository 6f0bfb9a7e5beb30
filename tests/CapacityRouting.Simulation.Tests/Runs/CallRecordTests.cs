using Microsoft.Extensions.AI;

namespace CapacityRouting.Simulation.Tests.Runs;

public sealed class CallRecordTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Record_AServedCall_SaysAllThatThereIs(double streamShare)
    {
        RunResult run = Simulator.Run(TestRun.Of(TestRun.Calls(3), limits: null, TestRun.Provider("gpt")) with { StreamShare = streamShare, CharactersSpread = 0 });

        CallRecord call = Assert.Single(run.Calls);
        Assert.Same(run.Workload.Calls[0], call.Call);
        Assert.Equal((0, streamShare == 1, CallOutcome.Served, 1), (call.Number, call.IsStream, call.Outcome, call.Outcomes));
        Assert.Equal(("gpt", (string?)null), (call.ServedBy, call.Error));
        Assert.Equal((3 * Second, 5 * Second, TimeSpan.Zero), (call.SentAt, call.EndedAt, call.AddedWait));

        // A stream's first token comes after 1.1 s.
        Assert.Equal(TimeSpan.FromSeconds(streamShare == 1 ? 4.1 : 5), call.FirstContentAt);

        // The router reserves a quarter of 400 characters, 4 for the message, and 256 for the answer, of which it knows nothing yet.
        Assert.Equal((360, 110), (call.EstimatedTokens, call.ActualTokens));
    }

    [Fact]
    public void Record_ACallThatWaits_HasItsWaitToTheTick()
    {
        // One call in ten seconds: the second one waits until 10 s, the third until 20 s; the fourth would until 30 s, and may wait 20.
        CapacityLimits limits = new() { RequestsPerMinute = 6, Burst = 10 * Second };
        RunResult run = Simulator.Run(TestRun.Of(
            TestRun.Calls(0, 1, 2, 3), limits, TestRun.Provider("gpt", new ProviderLimit(CapacityDimension.RequestsPerMinute, 6) { Burst = 10 * Second })) with { Patience = 20 * Second });

        Assert.Equal([0.0, 9, 18, 0], run.Calls.Select(call => call.AddedWait.TotalSeconds));
        Assert.Equal([2.0, 12, 22, 3], run.Calls.Select(call => call.EndedAt.TotalSeconds));
        Assert.Equal([CallOutcome.Served, CallOutcome.Served, CallOutcome.Served, CallOutcome.Refused], run.Calls.Select(call => call.Outcome));
        Assert.Equal([null, null, null, nameof(NoRouteAvailableException)], run.Calls.Select(call => call.Error));
        Assert.Equal((null, null, null), (run.Calls[3].ServedBy, run.Calls[3].ActualTokens, run.Calls[3].FirstContentAt));
    }

    [Fact]
    public void Record_AWaitForABucketOfHalfAMillisecond_IsNotTooShort()
    {
        // There is room again at 10 s, and the router waits in whole milliseconds: until 10.0005 s, and not until 9.9995.
        CapacityLimits limits = new() { RequestsPerMinute = 6, Burst = 10 * Second };
        RunResult run = Simulator.Run(TestRun.Of(
            TestRun.Calls(0, 9.9995), limits, TestRun.Provider("gpt", new ProviderLimit(CapacityDimension.RequestsPerMinute, 6) { Burst = 10 * Second })));

        Assert.Equal([VisitEnd.Answered, VisitEnd.Answered], run.Visits.Select(visit => visit.End));
        Assert.Equal(TimeSpan.FromMilliseconds(1), run.Calls[1].AddedWait);
    }

    [Fact]
    public void Record_AWaitForACooldownOfHalfAMillisecond_ComesToAnEnd()
    {
        // The second call is refused for 10 s, and learns it at 0.5 s; so the third one, at 10.4995 s, has to wait for half a millisecond more.
        ProviderSettings provider = TestRun.Provider("gpt", new ProviderLimit(CapacityDimension.RequestsPerMinute, 6) { Burst = 10 * Second }) with
        {
            Headers = HeaderStyle.None,
            RetryAfter = RetryAfterStyle.Exact,
            Charge = ChargeRule.Anthropic,
        };
        RunResult run = Simulator.Run(TestRun.Of(TestRun.Calls(0, 0, 10.4995), context => TestRun.RouterOf(context, limits: null, retries: false), provider));

        Assert.Equal([CallOutcome.Served, CallOutcome.Refused, CallOutcome.Served], run.Calls.Select(call => call.Outcome));
        Assert.Equal(TimeSpan.FromMilliseconds(1), run.Calls[2].AddedWait);
    }

    [Fact]
    public void Record_ACallThatFailsOver_CountsTheAttemptBeforeAsItsWait()
    {
        // The first provider is down, and says so after half a second.
        ProviderSettings down = TestRun.Provider("gpt") with { Faults = [new Fault(FaultKind.Outage)] };
        RunResult run = Simulator.Run(TestRun.Of(TestRun.Calls(1), limits: null, down, TestRun.Provider("claude")));

        Assert.Equal(("claude", TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(3.5)), (run.Calls[0].ServedBy, run.Calls[0].AddedWait, run.Calls[0].EndedAt));
        Assert.Equal(["gpt", "claude"], run.Visits.Select(visit => visit.Provider));
        Assert.All(run.Visits, visit => Assert.Equal(0, visit.Call));
    }

    [Theory]
    [InlineData(FaultKind.Outage, 0, CallOutcome.Refused, nameof(SimulatedProviderException))]
    [InlineData(FaultKind.Outage, 1, CallOutcome.Refused, nameof(SimulatedProviderException))]
    [InlineData(FaultKind.EmptyAnswer, 0, CallOutcome.Failed, nameof(NoRouteAvailableException))]
    [InlineData(FaultKind.EmptyAnswer, 1, CallOutcome.Failed, nameof(NoRouteAvailableException))]
    [InlineData(FaultKind.MidStreamCut, 0, CallOutcome.Failed, nameof(HttpIOException))]
    [InlineData(FaultKind.MidStreamCut, 1, CallOutcome.Failed, nameof(StreamInterruptedException))]
    [InlineData(FaultKind.ErrorInStream, 0, CallOutcome.Failed, nameof(SimulatedProviderException))]
    [InlineData(FaultKind.ErrorInStream, 1, CallOutcome.Failed, nameof(StreamInterruptedException))]
    public void Record_TheOnlyProviderFails_IsRefusedForWantOfCapacityAndFailedOtherwise(FaultKind fault, double streamShare, CallOutcome outcome, string error)
    {
        RunResult run = Simulator.Run(
            TestRun.Of(TestRun.Calls(0), limits: null, TestRun.Provider("gpt") with { Faults = [new Fault(fault)] }) with { StreamShare = streamShare });

        CallRecord call = run.Calls[0];
        Assert.Equal((outcome, error, 1), (call.Outcome, call.Error, call.Outcomes));
        Assert.Null(call.ServedBy);
        Assert.Equal(call.Outcome == CallOutcome.Failed && streamShare == 1 && fault != FaultKind.EmptyAnswer, call.FirstContentAt is not null);
    }

    [Theory]
    [InlineData(429, CallOutcome.Refused)]
    [InlineData(503, CallOutcome.Refused)]
    [InlineData(529, CallOutcome.Refused)]
    [InlineData(500, CallOutcome.Failed)]
    [InlineData(400, CallOutcome.Failed)]
    public void Record_ARouterThatPassesOnTheProvidersError_GoesByItsStatus(int status, CallOutcome outcome)
    {
        RunResult run = Simulator.Run(TestRun.Of(
            TestRun.Calls(0), _ => new FakeRouter((_, _) => throw new HttpRequestException("its own", inner: null, (System.Net.HttpStatusCode)status))));

        Assert.Equal((outcome, nameof(HttpRequestException)), (run.Calls[0].Outcome, run.Calls[0].Error));
    }

    [Fact]
    public void Record_AnAnswerThatSaysNothing_IsAFailure()
    {
        RunResult run = Simulator.Run(TestRun.Of(TestRun.Calls(0, 1), _ => new FakeRouter((_, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, ""))))));

        Assert.All(run.Calls, call => Assert.Equal((CallOutcome.Failed, nameof(InvalidDataException), (TimeSpan?)null), (call.Outcome, call.Error, call.FirstContentAt)));
    }

    [Fact]
    public void Record_ARouterThatAnswersByItself_IsServedByNobody()
    {
        RunResult run = Simulator.Run(TestRun.Of(TestRun.Calls(0), _ => new FakeRouter((_, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "cached"))))));

        Assert.Equal((CallOutcome.Served, null, null), (run.Calls[0].Outcome, run.Calls[0].ServedBy, run.Calls[0].EstimatedTokens));
    }
}
