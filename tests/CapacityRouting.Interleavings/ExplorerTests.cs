using CapacityRouting.Atomics;
using CapacityRouting.Interleavings.Tools;

namespace CapacityRouting.Interleavings;

/// <summary>The explorer must find what is planted, or its silence says nothing.</summary>
public sealed class ExplorerTests
{
    [Fact]
    public void Explore_ReadThenWrite_FindsTheLostUpdate()
    {
        InterleavingException found = Assert.Throws<InterleavingException>(() => Explorer.Explore(() =>
        {
            long word = 0;
            void Increment() => Atomic.Write(ref word, Atomic.Read(in word) + 1);
            return new(() => Assert.Equal(2, word), Increment, Increment);
        }));

        Assert.Equal(4, found.Message.Split(Environment.NewLine).Count(line => line.Contains(nameof(ExplorerTests), StringComparison.Ordinal)));
    }

    [Fact]
    public void Explore_LocksInOppositeOrder_FindsTheDeadlock()
    {
        InterleavingException found = Assert.Throws<InterleavingException>(() => Explorer.Explore(() =>
        {
            object one = new();
            object two = new();
            static void Take(object first, object second)
            {
                lock (first)
                    lock (second)
                        Scheduler.Yield();
            }

            return new(() => { }, () => Take(one, two), () => Take(two, one));
        }));

        Assert.Contains("Deadlock", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Explore_WaitForWhatNeverComes_FindsThatItDoesNotEnd() =>
        Assert.Contains("No end", Assert.Throws<InterleavingException>(() => Explorer.Explore(() =>
        {
            long word = 0;
            return new(() => { }, () =>
            {
                while (Atomic.Read(in word) == 0)
                    Scheduler.Yield();
            });
        })).Message, StringComparison.Ordinal);

    [Fact]
    public void Explore_ABugThatNeedsThreePreemptions_IsFoundWithThreeOnly()
    {
        // A reads, B adds, A reads, B adds, A reads: each of the first three switches interrupts.
        static Scenario Scenario()
        {
            long word = 0;
            return new(
                () => { },
                () =>
                {
                    long seen = Atomic.Read(in word);
                    long again = Atomic.Read(in word);
                    long last = Atomic.Read(in word);
                    Assert.False(seen == 0 && again == 1 && last == 2);
                },
                () =>
                {
                    Atomic.Add(ref word, 1);
                    Atomic.Add(ref word, 1);
                });
        }

        Explorer.Explore(Scenario, preemptions: 2);
        Assert.Throws<InterleavingException>(() => Explorer.Explore(Scenario, preemptions: 3));
    }

    [Fact]
    public void Explore_Unbounded_CountsEveryInterleaving()
    {
        // The way to the first step, the first and the second: 6! / (3! 3!) orders of two programs' three.
        int orders = Explorer.Explore(() =>
        {
            long word = 0;
            void TwoSteps()
            {
                Atomic.Add(ref word, 1);
                Atomic.Add(ref word, 1);
            }

            return new(() => Assert.Equal(4, word), TwoSteps, TwoSteps);
        }, preemptions: int.MaxValue);

        Assert.Equal(20, orders);
    }
}
