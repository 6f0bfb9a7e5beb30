namespace CapacityRouting.Tests.Wire;

public sealed class AttemptObservationTests
{
    private readonly AttemptObservation _attempt = new();
    private readonly object _outer = new();
    private readonly object _inner = new();

    [Fact]
    public void Sending_BesideAnotherOnItsWay_IsNoRepeat()
    {
        _attempt.Sending(_inner);
        _attempt.Sending(_inner);
        _attempt.Received(new ObservedResponse(200));
        _attempt.Received(new ObservedResponse(200));

        Assert.Equal((2, false), (_attempt.Sends, _attempt.WasRepeated));
    }

    [Fact]
    public void Sending_AfterAnErrorBesideASuccess_IsARepeat()
    {
        _attempt.Sending(_inner);
        _attempt.Sending(_inner);
        _attempt.Received(new ObservedResponse(503));
        _attempt.Received(new ObservedResponse(200));
        _attempt.Sending(_inner);

        Assert.True(_attempt.WasRepeated);
    }

    [Fact]
    public void Sending_AfterAFailureWithoutAResponse_IsARepeat()
    {
        _attempt.Sending(_inner);
        _attempt.Failed();
        _attempt.Sending(_inner);
        _attempt.Received(new ObservedResponse(200));

        Assert.Equal((2, true), (_attempt.Sends, _attempt.WasRepeated));
    }

    [Fact]
    public void Sending_ToldByStackedObservers_CountsAsTheOneNearestToTheNetwork()
    {
        _attempt.Sending(_outer);
        _attempt.Sending(_inner);
        _attempt.Received(new ObservedResponse(429));
        _attempt.Sending(_inner);
        _attempt.Failed();
        _attempt.Sending(_inner);
        _attempt.Received(new ObservedResponse(200));

        Assert.Equal((3, true), (_attempt.Sends, _attempt.WasRepeated));
    }

    [Fact]
    public void Sending_ThroughStackedObserversOnce_IsOneSendAndNoRepeat()
    {
        _attempt.Sending(_outer);
        _attempt.Sending(_inner);
        _attempt.Received(new ObservedResponse(500));
        _attempt.Received(new ObservedResponse(500));

        Assert.Equal((1, false), (_attempt.Sends, _attempt.WasRepeated));
    }
}
