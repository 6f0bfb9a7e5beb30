using CapacityRouting.Goodput.Rivals;
using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Tests.Rivals;

public class ThreeStrikesTests
{
    private readonly Stage _stage = Stage.Of(2);

    [Fact]
    public void GetResponse_Refused_GoesOnAndObeysTheStatedWait() => Run(async rival =>
    {
        _stage.A.Next.Enqueue(Refusals.Status(429, ("retry-after", "7")));
        Assert.Equal("b", await rival.AskAsync());

        await _stage.UntilAsync(TimeSpan.FromSeconds(7) - Asking.Tick);
        Assert.Equal("b", await rival.AskAsync());
        await _stage.UntilAsync(7);
        Assert.Equal("a", await rival.AskAsync());
        Assert.Equal("abba", _stage.TakeCalls());
    });

    [Fact]
    public void GetResponse_ThreeFailuresInARow_LeaveItAloneForHalfAMinute() => Run(async rival =>
    {
        // A success between them begins anew.
        _stage.A.Next = new([Refusals.Status(500), Refusals.Status(500), null, Refusals.Status(500), Refusals.Broken(), Refusals.Status(503)]);
        Assert.Equal("a", await rival.AskAsync());
        Assert.Equal("aaa", _stage.TakeCalls());
        Assert.Equal("b", await rival.AskAsync());
        Assert.Equal("b", await rival.AskAsync());
        Assert.Equal("aaabb", _stage.TakeCalls());
    });

    [Fact]
    public void GetResponse_Struck_IsBackAfterHalfAMinute() => Run(async rival =>
    {
        _stage.A.Next = new([Refusals.Status(500), Refusals.Status(500), Refusals.Status(500)]);
        Assert.Equal("b", await rival.AskAsync());
        Assert.Equal("aaab", _stage.TakeCalls());

        await _stage.UntilAsync(TimeSpan.FromSeconds(30) - Asking.Tick);
        Assert.Equal("b", await rival.AskAsync());
        await _stage.UntilAsync(30);
        Assert.Equal("a", await rival.AskAsync());
    });

    [Fact]
    public void GetResponse_BadRequest_IsTheCallers() => Run(async rival =>
    {
        _stage.A.Always = Refusals.Status(400);
        Assert.Same(_stage.A.Always, await rival.FailAsync());
        Assert.Equal("a", _stage.TakeCalls());
    });

    [Fact]
    public void GetResponse_NoRoom_WaitsAsLongAsItsPatienceLasts()
    {
        // Two a minute, refilled every second by its part: a whole one is there after 30 s, and the third call waits for ten.
        Stage stage = new(Stage.Model("a", (CapacityDimension.RequestsPerMinute, 2)));
        stage.Run(context => new ThreeStrikes(context), async rival =>
        {
            await rival.AskAsync();
            await rival.AskAsync();
            Assert.IsType<NothingAvailableException>(await rival.FailAsync());
            await stage.UntilAsync(30);
            Assert.Equal("a", await rival.AskAsync());
        });
    }

    [Fact]
    public void GetResponse_NoSlot_WaitsUntilOneIsFree()
    {
        Stage stage = new(Stage.Model("a") with { MaxConcurrentRequests = 1 });
        stage.A.Duration = TimeSpan.FromSeconds(2);
        stage.Run(context => new ThreeStrikes(context), async rival =>
        {
            Task<string>[] both = [rival.AskAsync(), rival.AskAsync()];
            await Task.WhenAll(both);

            // It looks every tenth of a second.
            Assert.Equal(0, stage.Times[0].TotalSeconds);
            Assert.InRange(stage.Times[1].TotalSeconds, 2, 2.1);
        });
    }

    private void Run(Func<Rival, Task> script) => _stage.Run(context => new ThreeStrikes(context), script);
}
