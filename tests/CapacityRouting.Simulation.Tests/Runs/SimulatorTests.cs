using Microsoft.Extensions.AI;

namespace CapacityRouting.Simulation.Tests.Runs;

public sealed class SimulatorTests
{
    [Fact]
    public void Run_NoProviders_IsRefused()
    {
        RunSettings settings = TestRun.Of(TestRun.Calls(0), limits: null);

        ArgumentException thrown = Assert.Throws<ArgumentException>(() => Simulator.Run(settings));
        Assert.StartsWith("Providers: a run needs at least one provider.", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NoSettings_IsRefused() => Assert.Throws<ArgumentNullException>("settings", () => Simulator.Run(null!));

    [Fact]
    public void Run_ARouterThatCannotBeMade_ThrowsWhatItsMakerThrew()
    {
        TimeoutException thrown = Assert.Throws<TimeoutException>(() => Simulator.Run(TestRun.Of(TestRun.Calls(0), _ => throw new TimeoutException("its own"))));

        Assert.Equal("its own", thrown.Message);
    }

    [Fact]
    public void Run_BadSettingsOfTheRouter_AreToldByIt()
    {
        ArgumentException thrown = Assert.Throws<ArgumentException>(() =>
            Simulator.Run(TestRun.Of(TestRun.Calls(0), new CapacityLimits { RequestsPerMinute = -1 }, TestRun.Provider("gpt"))));

        Assert.Contains("RequestsPerMinute", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_TheRouter_IsDisposedWhenItIsOver()
    {
        FakeRouter router = new((_, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "yes"))));
        Simulator.Run(TestRun.Of(TestRun.Calls(0), _ => router));

        Assert.True(router.IsDisposed);
    }

    [Fact]
    public void Run_TheContext_IsWhatWasSet()
    {
        RunContext? context = null;
        RunSettings settings = TestRun.Of(
            TestRun.Calls(0),
            run =>
            {
                context = run;
                return TestRun.RouterOf(run, limits: null);
            },
            TestRun.Provider("gpt"),
            TestRun.Provider("claude") with { Dialect = ProviderDialect.Anthropic }) with { Patience = TimeSpan.FromSeconds(7), Seed = 3 };
        RunResult run = Simulator.Run(settings);

        Assert.Equal((TimeSpan.FromSeconds(7), Seeds.ForRouter(3)), (context!.Patience, context.Seed));
        Assert.Equal(settings.Providers, context.Providers);
        Assert.Equal(["openai", "anthropic"], context.Clients.Select(client => client.GetService<ChatClientMetadata>()!.ProviderName));
        Assert.Equal((settings.Workload, settings.Providers, settings.Patience), (run.Workload, run.Providers, run.Patience));
    }

    [Fact]
    public void Run_TheVisits_AreInTheOrderOfArrival()
    {
        // One is down, so that every call goes to both, half a second apart.
        ProviderSettings down = TestRun.Provider("gpt") with { Faults = [new Fault(FaultKind.Outage) { Share = 0.5 }] };
        RunResult run = Simulator.Run(TestRun.Of(TestRun.Calls([.. Enumerable.Range(0, 50).Select(i => i * 0.3)]), limits: null, down, TestRun.Provider("claude")));

        Assert.Equal(run.Visits.Select(visit => visit.At).Order(), run.Visits.Select(visit => visit.At));
        Assert.Contains(run.Visits, visit => visit is { Provider: "gpt", End: VisitEnd.Unavailable });
        Assert.Contains(run.Visits, visit => visit is { Provider: "gpt", End: VisitEnd.Answered });
        Assert.Contains(run.Visits, visit => visit is { Provider: "claude", End: VisitEnd.Answered });
    }

    [Fact]
    public void Run_ACallThatNeverEnds_SaysThatItStandsStill()
    {
        TaskCompletionSource<ChatResponse> never = new();
        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => Simulator.Run(TestRun.Of(TestRun.Calls(0, 60), _ => new FakeRouter((_, _) => never.Task))));

        Assert.StartsWith("The simulation stands still at 00:01:00", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RunAsync_InATimeOfItsOwn_IsTheSameAsRun()
    {
        RunSettings settings = TestRun.Of(TestRun.Calls(0, 0.1, 0.2), new CapacityLimits { RequestsPerMinute = 60 }, TestRun.Provider("gpt"));
        VirtualTime time = new();
        RunClock clock = new(time);
        SimulatedProvider provider = new(settings.Providers[0], clock, seed: 31);
        RunResult? own = null;
        time.Run(async () =>
        {
            // The run's time is not the world's: it begins later.
            await InlineDelay.For(TimeSpan.FromHours(1), time, CancellationToken.None);
            own = await Simulator.RunAsync(settings, clock, [provider], [provider.AsChatClient()]);
        });

        Assert.Equal(TestRun.Bytes(Simulator.Run(settings)), TestRun.Bytes(own!));
    }

    [Fact]
    public void RunAsync_OtherProvidersThanInTheSettings_IsRefused()
    {
        RunSettings settings = TestRun.Of(TestRun.Calls(0), limits: null, TestRun.Provider("gpt"));
        VirtualTime time = new();

        Assert.Throws<ArgumentException>("providers", () => time.Run(() => Simulator.RunAsync(settings, new RunClock(time), [], [])));
    }
}
