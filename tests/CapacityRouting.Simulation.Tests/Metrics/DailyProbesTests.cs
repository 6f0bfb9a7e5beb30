namespace CapacityRouting.Simulation.Tests.Metrics;

public sealed class DailyProbesTests
{
    private static readonly ProviderSettings ThreeADay = new() { Name = "a", Limits = [new(CapacityDimension.RequestsPerDay, 3, LimiterShape.FixedWindow)] };

    private readonly HandRun _run = new(ThreeADay);

    public DailyProbesTests() => _run.Call(0);

    [Fact]
    public void DailyLimitProbes_RequestsAfterTheLast_AreTheMostInTenMinutes()
    {
        // Two are admitted and one is refused by another limit: that is no probe, for one is left.
        Visits(VisitEnd.Answered, 0, 10);
        Visits(VisitEnd.RateLimited, 20);
        Visits(VisitEnd.Broken, 30);

        // Gone. From 1,000 s to just before 1,600 s there are three, and a second later there is one more.
        Visits(VisitEnd.RateLimited, 100, 1_000, 1_300, 1_599, 1_600);

        Assert.Equal(3, _run.Measure().DailyLimitProbes);
    }

    [Fact]
    public void DailyLimitProbes_AnotherDay_BeginsAnew()
    {
        Visits(VisitEnd.Answered, 0, 1, 2);
        Visits(VisitEnd.RateLimited, 86_399, 86_401, 86_402);

        Assert.Equal(1, _run.Measure().DailyLimitProbes);
    }

    [Fact]
    public void DailyLimitProbes_OfAnotherProviderOrInAnOutage_AreNone()
    {
        Visits(VisitEnd.Answered, 0, 1, 2);
        _run.Visit("b", 3, VisitEnd.RateLimited);
        Visits(VisitEnd.Unavailable, 4);

        Assert.Equal(0, _run.Measure().DailyLimitProbes);
    }

    [Fact]
    public void DailyLimitProbes_NeverAsked_AreNone() => Assert.Equal(0, _run.Measure().DailyLimitProbes);

    [Fact]
    public void DailyLimitProbes_WithoutSuchALimit_IsNoFigure()
    {
        HandRun run = new(new ProviderSettings { Name = "a", Limits = ProviderLimit.Of(new() { RequestsPerMinute = 3 }) });
        run.Call(0);

        Assert.Null(run.Measure().DailyLimitProbes);
    }

    private void Visits(VisitEnd end, params double[] at) => Array.ForEach(at, second => _run.Visit("a", second, end));
}
