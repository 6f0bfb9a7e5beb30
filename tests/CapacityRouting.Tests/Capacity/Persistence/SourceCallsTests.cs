using CapacityRouting.Capacity.Persistence;
using CapacityRouting.Telemetry;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;

namespace CapacityRouting.Tests.Capacity.Persistence;

public sealed class SourceCallsTests
{
    private readonly Clock _clock = new(new ManualTime());

    /// <summary>Between the failure and the refresh of the reservations a call must find a wait, however short: without one it is refused.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Failure_ThatIsNotAppliedYet_RefusesOnlyWhereTheOptionsDo(bool failsClosed)
    {
        long? expected = null;
        SourceCalls? calls = null;
        calls = new(_clock, RoutingEvents.None, () => expected = calls!.ExpectedIn(_clock.Now));
        calls.FailsClosed(failsClosed);

        calls.Failed(RoutingEvent.UsageNotLoaded(new IOException("no disk")));

        Assert.Equal(failsClosed, expected == Clock.Never);
        Assert.True(failsClosed || expected < _clock.ToTicks(SourceCalls.Patience));
        calls.Dispose();
    }
}
