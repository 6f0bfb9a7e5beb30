namespace CapacityRouting.Simulation.Tests.Metrics;

public sealed class LearningTimeTests
{
    // A call takes 200 tokens: 10,000 a minute are 50 calls, fewer than the 60 that requests allow.
    private static readonly ProviderSettings Provider = new() { Name = "a", Limits = ProviderLimit.Of(new() { RequestsPerMinute = 60, TokensPerMinute = 10_000 }) };

    private readonly HandRun _run = new(Provider);

    [Fact]
    public void LearnedAfter_RightAndWrongAgain_IsWhenItBecameRightForGood()
    {
        _run.Call(100);
        (double At, long Limit)[] seen = [(0, 20_000), (10, 10_500), (20, 10_501), (30, 9_500), (40, 10_000), (110, 20_000)];
        foreach ((double at, long limit) in seen)
            _run.Sample(at, Tokens(limit));

        // At 20 s it was off by more than 5 % once more; what is known after the last call does not count.
        Assert.Equal(TimeSpan.FromSeconds(30), _run.Measure().LearnedAfter);
    }

    [Fact]
    public void LearnedAfter_SeveralBuckets_LooksAtTheTightestOfTheUnitThatBinds()
    {
        _run.Call(100);
        BucketSnapshot requests = new(CapacityDimension.RequestsPerMinute, 600, TimeSpan.FromMinutes(1), 1, 1, default);
        _run.Sample(0, requests, Tokens(20_000));
        _run.Sample(10, requests, Tokens(20_000), Tokens(600_000) with { Window = TimeSpan.FromHours(1) });

        Assert.Equal(TimeSpan.FromSeconds(10), _run.Measure().LearnedAfter);
    }

    [Fact]
    public void LearnedAfter_WrongAtTheEnd_IsTheWholeRun()
    {
        _run.Call(100);
        _run.Sample(0, Tokens(10_000));
        _run.Sample(90);

        Assert.Equal(TimeSpan.FromSeconds(100), _run.Measure().LearnedAfter);
    }

    [Fact]
    public void LearnedAfter_TheLimitsChange_CountsFromThenOn()
    {
        HandRun run = new(Provider with { Changes = [new(TimeSpan.FromSeconds(40), 2)] });
        run.Call(100);
        foreach ((double at, long limit) in new[] { (0.0, 10_000L), (40, 10_000), (55, 20_000) })
            run.Sample(at, Tokens(limit));

        Assert.Equal(TimeSpan.FromSeconds(15), run.Measure().LearnedAfter);
    }

    [Fact]
    public void LearnedAfter_NobodyLooked_IsNoFigure()
    {
        _run.Call(100);

        Assert.Null(_run.Measure().LearnedAfter);
    }

    private static BucketSnapshot Tokens(long limit) => new(CapacityDimension.TokensPerMinute, limit, TimeSpan.FromMinutes(1), limit, limit, default);
}
