using CapacityRouting;
using CapacityRouting.Simulation;
using Microsoft.Extensions.AI;

namespace UnitTestYourRouting;

/// <summary>The promises of this application's routing, each as a test. No key, no network, and a minute takes milliseconds.</summary>
public sealed class RoutingTests
{
    private const string Question = "Why is the sky blue?";

    [Fact]
    public void Outage_OfGpt_IsCoveredByClaudeAndNobodyWaits() => Simulated(GptWith(new Fault(FaultKind.Outage))).Run(async app =>
    {
        for (int i = 0; i < 20; i++)
        {
            RoutingReport report = (await app.Client.GetResponseAsync(Question)).GetRoutingReport()!;

            Assert.Equal("claude", report.ServedBy);
            Assert.True(report.Waited < TimeSpan.FromSeconds(2), $"A call waited {report.Waited}.");
        }
    });

    [Fact]
    public void Gpt_ThatRefusesForAMinute_IsUsedAgainAfterIt() => Simulated(GptWith(new Fault(FaultKind.StrayRefusal) { Until = TimeSpan.FromMinutes(1), Wait = TimeSpan.FromMinutes(1) })).Run(async app =>
    {
        Assert.Equal("claude", (await app.Client.GetResponseAsync(Question)).GetRoutingReport()!.ServedBy);
        Assert.Equal("claude", (await app.Client.GetResponseAsync(Question)).GetRoutingReport()!.ServedBy);
        await app.UntilAsync(TimeSpan.FromMinutes(2));
        Assert.Equal("gpt", (await app.Client.GetResponseAsync(Question)).GetRoutingReport()!.ServedBy);

        // One call found out. The others were not sent while gpt had said to wait.
        Assert.Equal(2, app.ProviderOf("gpt").Visits.Count);
    });

    [Fact]
    public void Gpt_ThatHangs_IsLeftAfterThreeSeconds() => Simulated(GptWith(new Fault(FaultKind.Hang))).Run(async app =>
    {
        Assert.Equal("claude", (await app.Client.GetStreamingResponseAsync(Question).ToChatResponseAsync()).GetRoutingReport()!.ServedBy);

        Assert.InRange(app.Elapsed, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5));
    });

    [Fact]
    public void Stream_ThatIsCut_GoesOnAtClaude() => Simulated(GptWith(new Fault(FaultKind.MidStreamCut))).Run(async app =>
    {
        RoutingReport report = (await app.Client.GetStreamingResponseAsync(Question).ToChatResponseAsync()).GetRoutingReport()!;

        Assert.Equal("claude", report.ServedBy);
        Assert.Single(report.Continuations);
    });

    [Fact]
    public void Outage_OfBoth_IsToldWithTheTimeToComeBack() =>
        new RoutingSimulation(services => services.AddChat(), GptWith(new Fault(FaultKind.StrayRefusal) { Wait = TimeSpan.FromSeconds(20) }), ClaudeWith(new Fault(FaultKind.StrayRefusal) { Wait = TimeSpan.FromSeconds(30) })).Run(async app =>
        {
            NoRouteAvailableException refused = await Assert.ThrowsAsync<NoRouteAvailableException>(() => app.Client.GetResponseAsync(Question));

            Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(20));
        });

    [Fact]
    public void User_WhoWaits_ComesBeforeTheBatch() => Simulated(GptWith()).Run(async app =>
    {
        // More than both accounts take at once: some have to wait.
        ChatOptions batch = new ChatOptions().WithRouting(new() { Priority = RequestPriority.Background, MaxWait = TimeSpan.FromMinutes(5) });
        ChatOptions user = new ChatOptions().WithRouting(new() { Priority = RequestPriority.Critical });
        Task<ChatResponse>[] jobs = [.. Enumerable.Range(0, 300).Select(_ => app.Client.GetResponseAsync(Question, batch))];

        RoutingReport report = (await app.Client.GetResponseAsync(Question, user)).GetRoutingReport()!;

        Assert.True(report.Waited < TimeSpan.FromSeconds(1), $"The user waited {report.Waited}.");
        await Task.WhenAll(jobs);
    });

    [Fact]
    public void HourOfTraffic_IsServedWithoutARefusalAndMostlyByGpt()
    {
        Workload hour = Workloads.Steady(ratePerSecond: 2, TimeSpan.FromHours(1), new TokenMix(new TokenRange(800, 0.5), new TokenRange(200, 0.5)), seed: 1);

        RunResult result = new RoutingSimulation(
            services => services.AddChat(),
            new ProviderSettings { Name = "gpt", Limits = [new(CapacityDimension.RequestsPerMinute, 120)] },
            new ProviderSettings { Name = "claude", Dialect = ProviderDialect.Anthropic, Limits = [new(CapacityDimension.RequestsPerMinute, 60)] }).Replay(hour);

        Assert.All(result.Calls, call => Assert.Equal(CallOutcome.Served, call.Outcome));
        Assert.True(result.Calls.Count(call => call.ServedBy == "gpt") > 0.8 * result.Calls.Count);
    }

    private static RoutingSimulation Simulated(ProviderSettings gpt) => new(services => services.AddChat(), gpt, ClaudeWith());

    private static ProviderSettings GptWith(params Fault[] faults) => new() { Name = "gpt", Faults = faults };

    private static ProviderSettings ClaudeWith(params Fault[] faults) => new() { Name = "claude", Dialect = ProviderDialect.Anthropic, Faults = faults };
}
