using CapacityRouting.Goodput.Rivals;

namespace CapacityRouting.Goodput.Tests.Rivals;

public class OrderedFailoverTests
{
    private readonly Stage _stage = Stage.Of(3);

    [Fact]
    public void GetResponse_TwoFail_TriesEachInOrderAtOnce() => Run(async rival =>
    {
        _stage.A.Always = Refusals.Status(429, ("retry-after", "30"));
        _stage.B.Always = Refusals.Broken();
        Assert.Equal("c", await rival.AskAsync());
        Assert.All(_stage.Times, at => Assert.Equal(TimeSpan.Zero, at));
        Assert.Equal("abc", _stage.TakeCalls());
    });

    [Fact]
    public void GetResponse_BadRequest_GoesOnToo() => Run(async rival =>
    {
        _stage.A.Always = Refusals.Status(400);
        Assert.Equal("b", await rival.AskAsync());
    });

    [Fact]
    public void GetResponse_AllFail_ThrowsTheLastFailure() => Run(async rival =>
    {
        _stage.A.Always = Refusals.Status(429);
        _stage.B.Always = Refusals.Status(500);
        _stage.C.Always = Refusals.Status(503);
        Assert.Same(_stage.C.Always, await rival.FailAsync());
    });

    [Fact]
    public void GetResponse_FirstHasJustRefused_AsksItFirstAgain() => Run(async rival =>
    {
        _stage.A.Always = Refusals.Status(429, ("retry-after", "60"));
        await rival.AskAsync();
        await rival.AskAsync();
        Assert.Equal("abab", _stage.TakeCalls());
    });

    [Fact]
    public void GetResponse_CallerHasCancelled_GoesNoFurther() => Run(async rival =>
    {
        _stage.A.Always = new OperationCanceledException();
        await Assert.ThrowsAsync<OperationCanceledException>(() => rival.AskAsync(cancellationToken: new(canceled: true)));
        Assert.Equal("a", _stage.TakeCalls());
    });

    [Fact]
    public void GetResponse_ClientGivesUpByItself_GoesOn() => Run(async rival =>
    {
        _stage.A.Always = new OperationCanceledException();
        Assert.Equal("b", await rival.AskAsync());
    });

    [Fact]
    public void GetStreamingResponse_FailsBeforeItsFirstUpdate_GoesOn() => Run(async rival =>
    {
        _stage.A.Always = Refusals.Status(503);
        Assert.Equal("b", await rival.StreamAsync());
        Assert.Equal("ab", _stage.TakeCalls());
    });

    [Fact]
    public void GetStreamingResponse_IsEmpty_IsASuccess() => Run(async rival =>
    {
        _stage.A.IsEmpty = true;
        Assert.Equal("", await rival.StreamAsync());
        Assert.Equal("a", _stage.TakeCalls());
    });

    private void Run(Func<Rival, Task> script) => _stage.Run(context => new OrderedFailover(context), script);
}
