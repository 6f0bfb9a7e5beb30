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
            void Increment() => Atomic.VolatileWrite(ref word, Atomic.VolatileRead(in word) + 1);
            return new(() => Assert.Equal(2, word), Increment, Increment);
        }));

        Assert.Equal(4, found.Message.Split(Environment.NewLine).Count(line => line.Contains(nameof(ExplorerTests), StringComparison.Ordinal)));
    }

    [Fact]
    public void Explore_LockEnteredAgainWhileItsReleaseIsHeldBack_IsNoDeadlock() => Explorer.Explore(() =>
    {
        object gate = new();
        long word = 0;
        return new(
            () => { },
            () => Atomic.VolatileWrite(ref word, 1),
            () =>
            {
                lock (gate)
                    Atomic.VolatileWrite(ref word, 2);
                Atomic.VolatileRead(in word);
                lock (gate)
                    Atomic.VolatileWrite(ref word, 3);
            });
    });

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
                while (Atomic.VolatileRead(in word) == 0)
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
                    long seen = Atomic.VolatileRead(in word);
                    long again = Atomic.VolatileRead(in word);
                    long last = Atomic.VolatileRead(in word);
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Explore_StoreThenLoadOfAnother_FindsThatNeitherSeesTheOther(bool isFenced)
    {
        InterleavingException found = Assert.Throws<InterleavingException>(() => Explorer.Explore(Dekker(
            (ref word) => Atomic.VolatileWrite(ref word, 1),
            (ref word) =>
            {
                Atomic.VolatileWrite(ref word, 1);
                if (isFenced)
                    Atomic.Fence();
            })));

        Assert.Contains("a store arrives", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Explore_ExchangeThenLoadOfAnother_OneSeesTheOther() =>
        Explorer.Explore(Dekker((ref word) => Atomic.Exchange(ref word, 1), (ref word) => Atomic.Exchange(ref word, 1)), preemptions: int.MaxValue);

    [Fact]
    public void Explore_StoreAndFenceThenLoadOfAnother_OneSeesTheOther()
    {
        static void Raise(ref int word)
        {
            Atomic.VolatileWrite(ref word, 1);
            Atomic.Fence();
        }

        Explorer.Explore(Dekker(Raise, Raise), preemptions: int.MaxValue);
    }

    [Fact]
    public void Explore_UnlockThenLoadOfAnother_FindsThatTheStoreUnderTheLockMayCome()
    {
        object gate = new();
        Assert.Throws<InterleavingException>(() => Explorer.Explore(Dekker(
            (ref word) =>
            {
                lock (gate)
                    Atomic.VolatileWrite(ref word, 1);
            },
            (ref word) => Atomic.Exchange(ref word, 1))));
    }

    [Fact]
    public void Explore_TwoStores_ArriveInTheirOrder() => Explorer.Explore(() =>
    {
        int data = 0;
        int isReady = 0;
        return new(
            () => { },
            () =>
            {
                Atomic.VolatileWrite(ref data, 1);
                _ = Atomic.VolatileRead(in isReady);
                Atomic.VolatileWrite(ref isReady, 1);
                _ = Atomic.VolatileRead(in data);
            },
            () => Assert.True(Atomic.VolatileRead(in isReady) == 0 || Atomic.VolatileRead(in data) == 1));
    }, preemptions: int.MaxValue);

    [Fact]
    public void Explore_LoadOfItsOwnStore_SeesIt() => Explorer.Explore(() =>
    {
        object? reference = null;
        long number = 0;
        return new(
            () => Assert.Equal(1, number),
            () =>
            {
                Atomic.VolatileWrite(ref reference, "own");
                Atomic.VolatileWrite(ref number, 1);
                Assert.Equal("own", Atomic.VolatileRead(in reference));
                Assert.Equal(1, Atomic.VolatileRead(in number));
            },
            () => _ = Atomic.VolatileRead(in number));
    }, preemptions: int.MaxValue);

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

    private delegate void Raising(ref int word);

    /// <summary>Each of two raises its own word and then looks at the other's: one at least must see the other (Dekker).</summary>
    private static Func<Scenario> Dekker(Raising one, Raising other) => () =>
    {
        int first = 0;
        int second = 0;
        bool seenByOne = false;
        bool seenByOther = false;
        return new(
            () => Assert.True(seenByOne || seenByOther, "Neither saw the other."),
            () =>
            {
                one(ref first);
                seenByOne = Atomic.VolatileRead(in second) != 0;
            },
            () =>
            {
                other(ref second);
                seenByOther = Atomic.VolatileRead(in first) != 0;
            });
    };
}
