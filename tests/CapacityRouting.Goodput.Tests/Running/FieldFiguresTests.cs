using CapacityRouting.Goodput.Running;
using CapacityRouting.Simulation;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Goodput.Tests.Running;

public sealed class FieldFiguresTests
{
    private static readonly LatencyModel Steady = new() { FirstToken = TimeSpan.FromSeconds(1), Jitter = TimeSpan.Zero, PerToken = TimeSpan.Zero, Refusal = TimeSpan.Zero };
    private static readonly ProviderSettings One = new() { Name = "one", Latency = Steady };

    [Fact]
    public void Of_AFault_CountsTheCallsWhoseCallersSawIt()
    {
        // Calls at 0, 1, ... 39 s; down from 10 to 20 s, and nothing else is asked.
        FieldFigures figures = FieldFigures.Of(Run(One with { Faults = [Outage] }, context => context.Clients[0]), slowFrom: null);

        Assert.Equal((40, 10, 0, 0), (figures.Attempts, figures.Broken, figures.GivenUpHealthy, figures.Slow));
        Assert.Equal(0, figures.LostNeedlessly);
        Assert.Equal(0, figures.PreferredAgainSeconds);
    }

    [Fact]
    public void Of_AnotherProviderNeverAsked_CountsLostCallsAsNeedless() =>
        Assert.Equal(10, FieldFigures.Of(Run(One with { Faults = [Outage] }, context => context.Clients[0], One with { Name = "other" }), slowFrom: null).LostNeedlessly);

    [Fact]
    public void Of_ARouterWithoutPatience_CountsWhatItGivesUp()
    {
        // Every answer takes a second, and the router waits for half of it.
        FieldFigures figures = FieldFigures.Of(Run(One, context => new Impatient(context.Clients[0], context.Clock.Time)), slowFrom: null);

        Assert.Equal((40, 40), (figures.Attempts, figures.GivenUpHealthy));
        Assert.Equal(500, figures.LatestMs);
        Assert.Null(figures.PreferredAgainSeconds);
    }

    [Fact]
    public void Of_SlowAnswers_AreCountedFromTheMeasureOn()
    {
        RunResult run = Run(One with { Faults = [new(FaultKind.BrownOut) { From = TimeSpan.FromSeconds(10), Until = TimeSpan.FromSeconds(20), Slowness = 8 }] }, context => context.Clients[0]);

        Assert.Equal(10, FieldFigures.Of(run, TimeSpan.FromSeconds(8)).Slow);
        Assert.Equal(0, FieldFigures.Of(run, TimeSpan.FromSeconds(8.1)).Slow);
        Assert.Equal(8_000, FieldFigures.Of(run, slowFrom: null).LatestMs);
    }

    [Fact]
    public void PreferredAgain_CallsGoElsewhereForAWhile_IsWhenNineOfTenComeBack()
    {
        // Until 25 s all calls go to the other provider.
        RunResult run = Run(One with { Faults = [Outage] }, context => new Until(context, TimeSpan.FromSeconds(25)), One with { Name = "other" });

        Assert.Equal(5, FieldFigures.Of(run, slowFrom: null).PreferredAgainSeconds);
    }

    private static Fault Outage => new(FaultKind.Outage) { From = TimeSpan.FromSeconds(10), Until = TimeSpan.FromSeconds(20) };

    private static RunResult Run(ProviderSettings preferred, Func<RunContext, IChatClient> router, params ProviderSettings[] others) => Simulator.Run(new()
    {
        Workload = new("forty", Enumerable.Range(0, 40).Select(at => new SimulatedCall(TimeSpan.FromSeconds(at), 100, 10))),
        Providers = [preferred, .. others],
        Router = router,
        StreamShare = 0,
    });

    private sealed class Impatient(IChatClient client, TimeProvider time) : DelegatingChatClient(client)
    {
        public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            using CancellationTokenSource patience = new(TimeSpan.FromSeconds(0.5), time);
            return await base.GetResponseAsync(messages, options, patience.Token);
        }
    }

    private sealed class Until(RunContext context, TimeSpan moment) : DelegatingChatClient(context.Clients[1])
    {
        public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            context.Clients[context.Clock.Elapsed < moment ? 1 : 0].GetResponseAsync(messages, options, cancellationToken);
    }
}
