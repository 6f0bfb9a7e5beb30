using CapacityRouting.Atomics;

using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Health;
using CapacityRouting.Time;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace CapacityRouting.Tests.Capacity.Concurrency;

public sealed class ConcurrencyLimiterTests
{
    private readonly ConcurrencyLimiter _slots = new(new AlignedWords(1), 0, new SlowStart(new Clock(new FakeTimeProvider())));
    private readonly ISlotWatcher _watcher = Substitute.For<ISlotWatcher>();

    [Fact]
    public void TryEnter_NoLimit_AlwaysEnters()
    {
        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.True(_slots.TryEnter(pastAdvice: false)));
        Assert.Equal(1_000, _slots.InFlight);
        Assert.False(_slots.IsFull);
    }

    [Fact]
    public void TryEnter_AtTheLimit_WaitsForALeave()
    {
        _slots.ChangeLimit(1);
        Assert.True(_slots.TryEnter(pastAdvice: false));

        Assert.False(_slots.TryEnter(pastAdvice: false));
        Assert.True(_slots.IsFull);
        _slots.Leave();
        Assert.True(_slots.TryEnter(pastAdvice: false));
    }

    [Fact]
    public void Leave_WhileSomebodyWatches_TellsAfterTheSlotIsFree()
    {
        List<int> seen = [];
        _watcher.When(watcher => watcher.OnReleased()).Do(_ => seen.Add(_slots.InFlight));
        _slots.ChangeLimit(1);
        Assert.True(_slots.TryEnter(pastAdvice: false));
        _slots.Watch(_watcher);

        _slots.Leave();

        Assert.Equal([0], seen);
    }

    [Fact]
    public void Tell_AfterAChangeOfTheLimit_TellsWhoWatches()
    {
        _slots.Watch(_watcher);

        _slots.ChangeLimit(3);
        _slots.NotifyReleased();

        _watcher.Received(1).OnReleased();
    }

    [Fact]
    public void Unwatch_OneOfTwo_OnlyTheOtherIsTold()
    {
        ISlotWatcher other = Substitute.For<ISlotWatcher>();
        _slots.Watch(_watcher);
        _slots.Watch(other);

        _slots.Unwatch(_watcher);
        _slots.NotifyReleased();

        _watcher.DidNotReceive().OnReleased();
        other.Received(1).OnReleased();
    }
}
