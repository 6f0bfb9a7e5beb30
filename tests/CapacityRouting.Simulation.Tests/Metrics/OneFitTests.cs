namespace CapacityRouting.Simulation.Tests.Metrics;

public sealed class OneFitTests
{
    private static readonly ProviderSettings Short = new() { Name = "short", ContextWindow = 100 };
    private static readonly ProviderSettings Long = new() { Name = "long", ContextWindow = 1_000 };

    [Fact]
    public void OneFitServed_CallsThatFitOneOnly_AreCountedByThemselves()
    {
        HandRun run = new(Short, Long);
        run.Call(Of(101), CallOutcome.Served);
        run.Call(Of(1_000), CallOutcome.Served, wait: 10);
        run.Call(Of(500), CallOutcome.Served, wait: 10.1);
        run.Call(Of(500), CallOutcome.Refused);

        // These fit both, and none.
        run.Call(Of(100), CallOutcome.Refused);
        run.Call(Of(1_001), CallOutcome.Failed);

        Assert.Equal(2.0 / 4, run.Measure().OneFitServed);
    }

    [Fact]
    public void OneFitServed_NoneFitsOneOnly_IsNoFigure()
    {
        HandRun alike = new(Short, Short with { Name = "too" });
        alike.Call(Of(50), CallOutcome.Served);
        HandRun alone = new(Short);
        alone.Call(Of(50), CallOutcome.Served);

        Assert.Null(alike.Measure().OneFitServed);
        Assert.Null(alone.Measure().OneFitServed);
    }

    private static SimulatedCall Of(int inputTokens) => new(TimeSpan.Zero, inputTokens, 1);
}
