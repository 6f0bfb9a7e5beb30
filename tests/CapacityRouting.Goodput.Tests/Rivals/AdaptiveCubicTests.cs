using CapacityRouting.Goodput.Rivals;

namespace CapacityRouting.Goodput.Tests.Rivals;

public class AdaptiveCubicTests
{
    private readonly Stage _stage = Stage.Of(2);

    [Fact]
    public void GetResponse_ServerErrors_TriesThreeTimesAndThenTheNext() => Run(async rival =>
    {
        _stage.A.Always = Refusals.Status(503);
        Assert.Equal("b", await rival.AskAsync());

        // Backoff after attempt n: random * 2^(n - 1), and none before another model.
        Assert.InRange((_stage.Times[1] - _stage.Times[0]).TotalSeconds, 0, 1);
        Assert.InRange((_stage.Times[2] - _stage.Times[1]).TotalSeconds, 0, 2);
        Assert.Equal(_stage.Times[2], _stage.Times[3]);
        Assert.Equal("aaab", _stage.TakeCalls());
    });

    [Fact]
    public void GetResponse_KnownSeed_BacksOffByItsDraws() => Run(async rival =>
    {
        Random draws = new(7);
        double first = draws.NextDouble();
        double second = first + (2 * draws.NextDouble());
        _stage.A.Always = Refusals.Status(503);
        await rival.AskAsync();
        Assert.Equal(first, _stage.Times[1].TotalSeconds, tolerance: 0.001);
        Assert.Equal(second, _stage.Times[2].TotalSeconds, tolerance: 0.002);
    });

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(501)]
    public void GetResponse_NotTransient_GoesOnAtOnce(int status) => Run(async rival =>
    {
        _stage.A.Always = Refusals.Status(status);
        Assert.Equal("b", await rival.AskAsync());
        Assert.Equal("ab", _stage.TakeCalls());
    });

    [Fact]
    public void GetResponse_AllFail_ThrowsTheLastFailure() => Run(async rival =>
    {
        _stage.A.Always = Refusals.Status(503);
        _stage.B.Always = Refusals.Broken();
        Assert.Same(_stage.B.Always, await rival.FailAsync());
        Assert.Equal("aaabbb", _stage.TakeCalls());
    });

    [Fact]
    public void GetResponse_RetriesAreUsedUp_TriesOnceOnly() => Run(async rival =>
    {
        // 500 for two retries at 5 each are fifty calls' worth.
        _stage.A.Always = Refusals.Status(503);
        for (int i = 0; i < 50; i++)
            await rival.AskAsync();
        Assert.Equal(50 * "aaab".Length, _stage.TakeCalls().Length);
        await rival.AskAsync();
        Assert.Equal("ab", _stage.TakeCalls());
    });

    [Fact]
    public void GetResponse_SuccessAfterARetry_GivesItBack() => Run(async rival =>
    {
        // 150 retries in all, each given back by the success after it: a hundred would be all there are.
        for (int i = 0; i < 150; i++)
        {
            _stage.A.Next.Enqueue(Refusals.Status(503));
            Assert.Equal("a", await rival.AskAsync());
        }
    });

    [Fact]
    public void GetResponse_Throttled_WaitsAtTheBucketOfThatModelOnly() => Run(async rival =>
    {
        // A throttle before anything was measured: one in two seconds, and nothing in the bucket at 0 s.
        // The first call comes back for its second attempt at 2 s, its third at 4 s, and then goes to b.
        _stage.A.Always = Refusals.Status(429, ("retry-after", "30"));
        Assert.Equal("b", await rival.AskAsync());
        Assert.Equal([0, 2, 4, 4], _stage.Times.Select(at => Math.Round(at.TotalSeconds, 3)));
    });

    [Fact]
    public void GetResponse_SeveralAfterAThrottle_AreServedInTheOrderOfArrivalAtItsRate() => Run(async rival =>
    {
        // Throttled at 0, 2 and 4 s. The rate is then 0.5 a second, and no answer comes before both requests have been sent.
        _stage.A.Next = new(Enumerable.Repeat(Refusals.Status(429), 3));
        await rival.AskAsync();
        _stage.TakeCalls();
        _stage.A.Duration = TimeSpan.FromSeconds(100);
        Assert.Equal(["a", "a"], await Task.WhenAll(rival.AskAsync(), rival.AskAsync()));
        Assert.Equal([6, 8], _stage.Times.Select(at => Math.Round(at.TotalSeconds, 3)));
    });

    [Fact]
    public void GetResponse_PatienceIsOverAtTheBucket_GoesOn() => Run(async rival =>
    {
        // Throttled at 0, 2 and 4 s: at 0.5 a second then. Of six more at 4 s four are sent at 6, 8, 10 and 12 s; at 14 s patience ends, with a token for one.
        _stage.A.Next = new(Enumerable.Repeat(Refusals.Status(429), 3));
        await rival.AskAsync();
        _stage.TakeCalls();
        _stage.A.Duration = TimeSpan.FromSeconds(100);
        string[] answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => rival.AskAsync()));
        Assert.Equal(["a", "a", "a", "a"], answers.Take(4));
        Assert.Equal("b", answers[5]);
        Assert.Equal([6, 8, 10, 12, 14, 14], _stage.Times.Select(at => Math.Round(at.TotalSeconds, 3)));
    });

    [Fact]
    public void GetResponse_PatienceIsOverEverywhere_Fails() => Run(async rival =>
    {
        // Both throttle from the beginning, for three attempts of one call. Waiting at a takes all of the patience, and b has no token at that time.
        _stage.A.Always = _stage.B.Always = Refusals.Status(429);
        Task<Exception>[] calls = [.. Enumerable.Range(0, 20).Select(_ => rival.FailAsync())];
        Exception[] failures = await Task.WhenAll(calls);
        Assert.Contains(failures, failure => failure is NothingAvailableException);
        Assert.All(_stage.Times, at => Assert.InRange(at, TimeSpan.Zero, TimeSpan.FromSeconds(10)));
    });

    private void Run(Func<Rival, Task> script) => _stage.Run(context => new AdaptiveCubic(context), script);
}
