using CapacityRouting.Atomics;
using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Health;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;

namespace CapacityRouting.Tests.Capacity.Concurrency;

public sealed class ConcurrencyLimiterTests
{
    private readonly ConcurrencyLimiter _slots = new(new AlignedWords(1), 0, new SlowStart(new Clock(new ManualTime())));

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
        Watcher watcher = new(_slots);
        _slots.ChangeLimit(1);
        Assert.True(_slots.TryEnter(pastAdvice: false));
        _slots.Watch(watcher);

        _slots.Leave();

        Assert.Equal([0], watcher.Seen);
    }

    [Fact]
    public void Tell_AfterAChangeOfTheLimit_TellsWhoWatches()
    {
        Watcher watcher = new(_slots);
        _slots.Watch(watcher);

        _slots.ChangeLimit(3);
        _slots.NotifyReleased();

        Assert.Single(watcher.Seen);
    }

    [Fact]
    public void Unwatch_OneOfTwo_OnlyTheOtherIsTold()
    {
        Watcher one = new(_slots);
        Watcher other = new(_slots);
        _slots.Watch(one);
        _slots.Watch(other);

        _slots.Unwatch(one);
        _slots.NotifyReleased();

        Assert.Equal((0, 1), (one.Seen.Count, other.Seen.Count));
    }

    /// <summary>Notes how many calls were under way each time it was told.</summary>
    private sealed class Watcher(ConcurrencyLimiter slots) : ISlotWatcher
    {
        public List<int> Seen { get; } = [];

        public void OnReleased() => Seen.Add(slots.InFlight);
    }
}
