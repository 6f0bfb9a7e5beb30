using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Pipeline;
using CapacityRouting.Telemetry;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;
using NSubstitute;

namespace CapacityRouting.Tests.Conformance.Faults;

/// <summary>An exception on a timer has no caller to catch it: the process would end.</summary>
public sealed class FaultyTimerTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void SafeTimer_WhoseCallbackThrows_IsToldOfAndGoesOnAtItsNextTurn()
    {
        int turns = 0;
        Ears ears = new();
        using ITimer timer = SafeTimer.Create(new Clock(_time), new(ears), this, _ => throw new FaultException(++turns));
        timer.Change(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(3, turns);
        Assert.Equal([RoutingEvent.Kinds.CallbackThrew, RoutingEvent.Kinds.CallbackThrew, RoutingEvent.Kinds.CallbackThrew], ears.Heard);
    }

    [Fact]
    public void SafeTimer_ThatThrowsAsItIsDisposed_DoesNotHitWhoDisposesIt()
    {
        Fault fault = new(first: 1, lasts: true);
        Ears ears = new();
        ITimer timer = SafeTimer.Create(new Clock(new FaultyTime(_time, fault)), new(ears), this, _ => { });
        fault.Arm();

        timer.Dispose();

        Assert.Equal([RoutingEvent.Kinds.CallbackThrew], ears.Heard);
    }

    [Fact]
    public void Listener_ThatThrowsInATimer_EndsNothing()
    {
        int turns = 0;
        using ITimer timer = SafeTimer.Create(new Clock(_time), new(new Deaf(), new Ears()), this, _ => throw new FaultException(++turns));
        timer.Change(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(2, turns);
    }

    [Fact]
    public void Listener_ThatThrows_KeepsNothingFromTheOthers()
    {
        Ears ears = new();
        RoutingEvents events = new(new Deaf(), ears, new Deaf());
        foreach (EventKind id in EventKinds.All)
            Assert.True(events.AreHeard(id));

        events.Tell(RoutingEvent.Reloaded());

        Assert.Equal([RoutingEvent.Kinds.Reloaded], ears.Heard);
    }

    [Fact]
    public void AttemptTimer_ThatCannotBeSet_IsSetAnewByTheNextStep()
    {
        Fault fault = new(first: 1, lasts: false);
        int ends = 0;
        using AttemptTimer timer = new(new Clock(new FaultyTime(_time, fault)), RoutingEvents.None, _ => ends++);
        fault.Arm();
        Assert.Throws<FaultException>(() => timer.RunOutAt(_time.GetTimestamp() + TimeSpan.TicksPerSecond, _time.GetTimestamp()));

        timer.RunOutAt(_time.GetTimestamp() + TimeSpan.TicksPerSecond, _time.GetTimestamp());
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, ends);
    }

    [Fact]
    public void AttemptTimer_ThatCannotBePutOff_EndsWhatNobodyElseWouldEnd()
    {
        Fault fault = new(first: 1, lasts: true);
        int ends = 0;
        using AttemptTimer timer = new(new Clock(new FaultyTime(_time, fault)), RoutingEvents.None, _ => ends++);
        timer.RunOutAt(_time.GetTimestamp() + TimeSpan.TicksPerSecond, _time.GetTimestamp());
        timer.RunOutAt(_time.GetTimestamp() + (5 * TimeSpan.TicksPerSecond), _time.GetTimestamp());
        fault.Arm();

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, ends);
        fault.Heal();
    }

    [Fact]
    public void Watcher_ThatThrows_KeepsNoWordFromTheOthers()
    {
        Quota quota = new(new() { MaxConcurrentRequests = 1 }, new Clock(_time), new(1));
        ISlotWatcher broken = Substitute.For<ISlotWatcher>();
        ISlotWatcher after = Substitute.For<ISlotWatcher>();
        broken.When(watcher => watcher.OnReleased()).Throw(new FaultException(1));
        quota.Slots.Watch(broken);
        quota.Slots.Watch(after);
        Assert.True(quota.TryLease(new(), _time.GetTimestamp(), out Lease lease));

        lease.Abandoned(_time.GetTimestamp());

        after.Received(1).OnReleased();
        Assert.Equal(0, quota.Slots.InFlight);
    }

    [Fact]
    public void SteadyTime_OfAClockThatThrows_StandsStill()
    {
        Fault fault = new(first: 1, lasts: true);
        SteadyTime steady = new(new FaultyTime(_time, fault));
        (long stamp, DateTimeOffset utc) = (steady.GetTimestamp(), steady.GetUtcNow());
        fault.Arm();
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((stamp, utc), (steady.GetTimestamp(), steady.GetUtcNow()));
        fault.Heal();
        Assert.Equal((_time.GetTimestamp(), _time.GetUtcNow()), (steady.GetTimestamp(), steady.GetUtcNow()));
    }

    private sealed class Ears : IRoutingListener
    {
        public List<EventKind> Heard { get; } = [];

        public bool Hears(EventKind kind) => true;

        public void On(in RoutingEvent happened) => Heard.Add(happened.Kind);
    }

    private sealed class Deaf : IRoutingListener
    {
        public bool Hears(EventKind kind) => throw new FaultException(kind.Id);

        public void On(in RoutingEvent happened) => throw new FaultException(happened.Kind.Id);
    }
}
