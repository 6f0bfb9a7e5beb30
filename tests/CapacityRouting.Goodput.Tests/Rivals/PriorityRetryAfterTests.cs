using CapacityRouting.Goodput.Rivals;

namespace CapacityRouting.Goodput.Tests.Rivals;

public class PriorityRetryAfterTests
{
    private readonly Stage _stage = Stage.Of(3);

    [Theory]
    [InlineData("retry-after", "7", 7)]
    [InlineData("x-ratelimit-reset-requests", "4", 4)]
    [InlineData("x-ratelimit-reset-tokens", "6", 6)]
    [InlineData("x-ratelimit-reset-tokens", "6m0s", 10)]
    [InlineData("x-request-id", "1", 10)]
    public void GetResponse_RateLimited_ThrottlesForAsLongAsIsSaid(string header, string value, int seconds) => Run(async rival =>
    {
        _stage.A.Next.Enqueue(Refusals.Status(429, (header, value)));
        Assert.Equal("b", await rival.AskAsync());
        Assert.Equal("ab", _stage.TakeCalls());

        await _stage.UntilAsync(TimeSpan.FromSeconds(seconds) - Asking.Tick);
        Assert.Equal("b", await rival.AskAsync());
        await _stage.UntilAsync(seconds);
        Assert.Equal("a", await rival.AskAsync());
    });

    [Fact]
    public void GetResponse_SeveralWaitsAreSaid_RetryAfterComesFirst() => Run(async rival =>
    {
        _stage.A.Next.Enqueue(Refusals.Status(429, ("x-ratelimit-reset-tokens", "60"), ("x-ratelimit-reset-requests", "30"), ("retry-after", "2")));
        await rival.AskAsync();
        await _stage.UntilAsync(2);
        Assert.Equal("a", await rival.AskAsync());
    });

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(529)]
    public void GetResponse_ServerError_ThrottlesToo(int status) => Run(async rival =>
    {
        _stage.A.Next.Enqueue(Refusals.Status(status));
        Assert.Equal("b", await rival.AskAsync());
        Assert.Equal("b", await rival.AskAsync());
        Assert.Equal("abb", _stage.TakeCalls());
    });

    [Fact]
    public void GetResponse_BadRequest_IsTheCallers() => Run(async rival =>
    {
        _stage.A.Always = Refusals.Status(400);
        Assert.Same(_stage.A.Always, await rival.FailAsync());
        Assert.Equal("a", _stage.TakeCalls());
    });

    [Fact]
    public void GetResponse_ConnectionBreaks_IsTheCallers() => Run(async rival =>
    {
        _stage.A.Always = Refusals.Broken();
        Assert.Same(_stage.A.Always, await rival.FailAsync());
        Assert.Equal("a", _stage.TakeCalls());
    });

    [Fact]
    public void GetResponse_AllThrottle_AsksTheFirstOnceAllTheSame() => Run(async rival =>
    {
        foreach (ScriptedClient model in _stage.Models)
            model.Always = Refusals.Status(429, ("retry-after", "20"));
        Assert.Same(_stage.C.Always, await rival.FailAsync());
        Assert.Equal("abc", _stage.TakeCalls());

        Assert.Same(_stage.A.Always, await rival.FailAsync());
        Assert.Equal("a", _stage.TakeCalls());
        _stage.A.Always = null;
        Assert.Equal("a", await rival.AskAsync());
    });

    [Fact]
    public void GetResponse_AskedWhileThrottling_ThrottlesAnew() => Run(async rival =>
    {
        // All until 20 s; a is asked at 15 s, and so until 35 s.
        foreach (ScriptedClient model in _stage.Models)
            model.Next.Enqueue(Refusals.Status(429, ("retry-after", "20")));
        await rival.FailAsync();
        await _stage.UntilAsync(15);
        _stage.A.Next.Enqueue(Refusals.Status(429, ("retry-after", "20")));
        await rival.FailAsync();
        await _stage.UntilAsync(TimeSpan.FromSeconds(35) - Asking.Tick);
        Assert.Equal("b", await rival.AskAsync());
        await _stage.UntilAsync(35);
        Assert.Equal("a", await rival.AskAsync());
    });

    [Fact]
    public void GetResponse_WaitsOfNothing_EndsAfterFiftyRetries() => Run(async rival =>
    {
        _stage.A.Always = Refusals.Status(429, ("retry-after", "0"));
        Assert.Same(_stage.A.Always, await rival.FailAsync());
        Assert.Equal(new string('a', 51), _stage.TakeCalls());
    });

    private void Run(Func<Rival, Task> script) => _stage.Run(context => new PriorityRetryAfter(context), script);
}
