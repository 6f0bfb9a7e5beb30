using CapacityRouting.Goodput.Rivals;

namespace CapacityRouting.Goodput.Tests.Rivals;

public class BareSdkTests
{
    private readonly Stage _stage = Stage.Of(2);

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public void GetResponse_FailsAgainAndAgain_IsTriedFourTimesEachWaitTwiceTheLast(int status) => Run(async rival =>
    {
        _stage.A.Always = Refusals.Status(status);

        Assert.Same(_stage.A.Always, await rival.FailAsync());
        Assert.Equal([0, 0.8, 2.4, 5.6], _stage.Times.Select(time => time.TotalSeconds));
        Assert.Equal("aaaa", _stage.TakeCalls());
    });

    [Fact]
    public void GetResponse_ConnectionBreaks_IsTriedAgain() => Run(async rival =>
    {
        _stage.A.Next.Enqueue(Refusals.Broken());
        Assert.Equal("a", await rival.AskAsync());
        Assert.Equal("aa", _stage.TakeCalls());
    });

    [Theory]
    [InlineData("3", 3)]
    [InlineData("0", 0.8)]
    public void GetResponse_RetryAfter_CountsWhereItIsLonger(string stated, double wait) => Run(async rival =>
    {
        _stage.A.Next.Enqueue(Refusals.Status(429, ("retry-after", stated)));
        Assert.Equal("a", await rival.AskAsync());
        Assert.Equal([0, wait], _stage.Times.Select(time => time.TotalSeconds));
    });

    [Theory]
    [InlineData(400)]
    [InlineData(529)]
    public void GetResponse_OtherStatus_IsTheCallersAtOnce(int status) => Run(async rival =>
    {
        _stage.A.Always = Refusals.Status(status);
        Assert.Same(_stage.A.Always, await rival.FailAsync());
        Assert.Equal("a", _stage.TakeCalls());
    });

    private void Run(Func<Rival, Task> script) => _stage.Run(context => new BareSdk(context), script);
}
