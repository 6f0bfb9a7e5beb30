using CapacityRouting.Atomics;
using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Health;
using CapacityRouting.Interleavings.Tools;
using CapacityRouting.Queueing;
using CapacityRouting.Time;

namespace CapacityRouting.Interleavings;

/// <summary>A release notifies, and a waiter looks: no interleaving leaves both room and a waiter for it.</summary>
public sealed class WaitingInterleavings
{
    [Theory]
    [InlineData(2, 4)]
    [InlineData(3, 3)]
    public void Run_CallsAtTheSameTime_RunsAfterEach(int calls, int preemptions) => Explorer.Explore(() =>
    {
        CoalescingRunner runner = new();
        int[] made = new int[calls];
        int[] seen = new int[calls];
        bool running = false;

        void Look()
        {
            Assert.False(running);
            running = true;
            for (int i = 0; i < calls; i++)
                seen[i] = Atomic.VolatileRead(in made[i]);
            running = false;
        }

        void Call(int call)
        {
            Atomic.Exchange(ref made[call], 1);
            runner.Run(0, _ => Look());
        }

        return new(() => Assert.All(seen, each => Assert.Equal(1, each)), [.. Enumerable.Range(0, calls).Select<int, Action>(call => () => Call(call))]);
    }, preemptions);

    [Fact]
    public void Run_CalledAfterAPlainStore_SeesIt() => Explorer.Explore(() =>
    {
        CoalescingRunner runner = new();
        int made = 0;
        int seen = 0;
        void Look() => seen = Atomic.VolatileRead(in made);
        return new(
            () => Assert.Equal(1, seen),
            () => runner.Run(0, _ => Look()),
            () => runner.Run(0, _ => Look()),
            () =>
            {
                Atomic.VolatileWrite(ref made, 1);
                runner.Run(0, _ => Look());
            });
    }, preemptions: 3);

    [Fact]
    public void Run_CalledWhileItRuns_RunsOnceMore()
    {
        CoalescingRunner runner = new();
        int runs = 0;
        void Run() => runner.Run(0, _ =>
        {
            if (++runs < 3)
                Run();
        });

        Run();

        Assert.Equal(3, runs);
    }

    [Fact]
    public void Run_ThatThrows_CanRunAgain()
    {
        CoalescingRunner runner = new();
        int runs = 0;

        Assert.Throws<InvalidOperationException>(() => runner.Run(0, _ => throw new InvalidOperationException()));
        runner.Run(0, _ => runs++);

        Assert.Equal(1, runs);
    }

    [Fact]
    public void Leave_TwoAtOnce_SeatBothWhoWait() => Explorer.Explore(() =>
    {
        Line line = new(slots: 2, underWay: 2);
        line.Join();
        line.Join();
        return new(line.AssertNobodyWaitsForRoom, line.Slots.Leave, line.Slots.Leave);
    }, preemptions: 2);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Leave_WhileOneJoins_SeatsTheOne(int slots) => Explorer.Explore(() =>
    {
        Line line = new(slots, underWay: slots);
        return new(line.AssertNobodyWaitsForRoom, line.Slots.Leave, line.Join);
    }, preemptions: 2);

    [Fact]
    public void Reopen_WhileOneJoins_LetsTheOnePass() => Explorer.Explore(() =>
    {
        Line line = new(slots: 1, underWay: 0);
        line.Gate.ShutUntil(Clock.Never);
        return new(
            line.AssertNobodyWaitsForRoom,
            () =>
            {
                line.Gate.TryReopen(line.Gate.Mark);
                line.Slots.NotifyReleased();
            },
            line.Join);
    }, preemptions: 2);

    [Fact]
    public void Undecided_WhileOneJoins_LetsTheOnePass() => Explorer.Explore(() =>
    {
        Line line = new(slots: 1, underWay: 0);
        long before = -2 * TimeProvider.System.TimestampFrequency;
        line.Cooldown.Strike(attemptStart: before, now: before);
        Assert.True(line.Cooldown.TryPass(0));
        return new(
            line.AssertNobodyWaitsForRoom,
            () =>
            {
                line.Cooldown.Undecided(0);
                line.Slots.NotifyReleased();
            },
            line.Join);
    }, preemptions: 2);

    /// <summary>The parts of the queue without its order: some waiters for slots, behind a gate and a cooldown.</summary>
    private sealed class Line : ISlotWatcher
    {
        private readonly CoalescingRunner _looks = new();
        private readonly object _gate = new();
        private int _length;
        private int _waiting;

        public Line(int slots, int underWay)
        {
            Slots = new(new AlignedWords(1), 0, new SlowStart(FrozenTime.Clock));
            Slots.ChangeLimit(slots);
            for (int i = 0; i < underWay; i++)
                Assert.True(Slots.TryEnter(pastAdvice: false));
        }

        public ConcurrencyLimiter Slots { get; }

        public ProbeGate Gate { get; } = new();

        public Cooldown Cooldown { get; } = new(new Clock(TimeProvider.System), new Jitter(1));

        public void Join()
        {
            lock (_gate)
            {
                Atomic.VolatileWrite(ref _waiting, ++_length);
                if (_length == 1)
                    Slots.Watch(this);
            }

            OnReleased();
        }

        public void OnReleased()
        {
            if (Atomic.VolatileRead(in _waiting) > 0)
                _looks.Run(this, static line => line.Look());
        }

        public void AssertNobodyWaitsForRoom() => Assert.True(_length == 0 || !HasRoom, "There is room and who waits for it does not know.");

        private bool HasRoom => !Slots.IsFull && Gate.RemainingTicks(0) == 0 && Cooldown.RemainingTicks(0) == 0;

        private void Look()
        {
            lock (_gate)
                while (_length > 0 && HasRoom && Slots.TryEnter(pastAdvice: false))
                    Atomic.VolatileWrite(ref _waiting, --_length);
        }
    }
}
