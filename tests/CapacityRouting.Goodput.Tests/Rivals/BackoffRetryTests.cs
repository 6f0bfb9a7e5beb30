using CapacityRouting.Goodput.Rivals;

namespace CapacityRouting.Goodput.Tests.Rivals;

public class BackoffRetryTests
{
    private const int Seed = 7;

    private readonly Stage _stage = Stage.Of(2);

    [Fact]
    public void GetResponse_KeepsFailing_TriesThePreferredFourTimesAndNoOther() => Run(async rival =>
    {
        _stage.A.Always = Refusals.Status(503);
        Assert.Same(_stage.A.Always, await rival.FailAsync());
        Assert.Equal("aaaa", _stage.TakeCalls());
    });

    [Fact]
    public void GetResponse_KeepsFailing_WaitsByDecorrelatedJitter() => Run(async rival =>
    {
        // Delays are cut to whole milliseconds. Polly's formula: 2 s / 1.4 of the growth of 2^t tanh(sqrt(4 t)), with t = retry + chance.
        Random chance = new(Seed);
        double[] heights = [0, .. Enumerable.Range(0, 3).Select(retry => retry + chance.NextDouble()).Select(t => Math.Pow(2, t) * Math.Tanh(Math.Sqrt(4 * t)))];
        _stage.A.Always = Refusals.Status(503);
        await rival.FailAsync();
        for (int i = 1; i <= 3; i++)
            Assert.Equal((heights[i] - heights[i - 1]) * 2 / 1.4, (_stage.Times[i] - _stage.Times[i - 1]).TotalSeconds, tolerance: 0.001);
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void GetResponse_AnySeed_WaitsWithinTheBounds(int seed) => Run(
        async rival =>
        {
            // 2^t tanh(sqrt(4 t)) is 0 at 0, 1.928 at 1, 3.972 at 2 and 7.985 at 3. So much, times 2 / 1.4, have the waits added up to.
            double[] most = [2.76, 5.68, 11.41];
            double[] least = [0, 2.75, 5.67];
            _stage.A.Always = Refusals.Status(503);
            await rival.FailAsync();
            for (int i = 0; i < 3; i++)
                Assert.InRange(_stage.Times[i + 1].TotalSeconds, least[i], most[i]);
        },
        seed);

    [Fact]
    public void GetResponse_RetryAfter_IsWaitedForExactly() => Run(async rival =>
    {
        _stage.A.Next.Enqueue(Refusals.Status(429, ("retry-after", "3")));
        _stage.A.Next.Enqueue(Refusals.Status(429, ("retry-after", "Thu, 01 Jan 2026 00:00:08 GMT")));
        Assert.Equal("a", await rival.AskAsync());
        Assert.Equal([0.0, 3.0, 8.0], _stage.Times.Select(at => at.TotalSeconds));
    });

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    public void GetResponse_RequestIsAtFault_IsNotRetried(int status) => Run(async rival =>
    {
        _stage.A.Always = Refusals.Status(status);
        Assert.Same(_stage.A.Always, await rival.FailAsync());
        Assert.Equal("a", _stage.TakeCalls());
    });

    [Fact]
    public void GetResponse_ConnectionBreaks_IsRetried() => Run(async rival =>
    {
        _stage.A.Next.Enqueue(Refusals.Broken());
        Assert.Equal("a", await rival.AskAsync());
        Assert.Equal("aa", _stage.TakeCalls());
    });

    private void Run(Func<Rival, Task> script, int seed = Seed) => _stage.Run(context => new BackoffRetry(context), script, seed);
}
