using CapacityRouting.Atomics;
using CapacityRouting.Interleavings.Tools;

namespace CapacityRouting.Interleavings;

/// <summary>
/// How the line was once served: with two flags in place of one word of three states. A notification that came as serving ended was lost. Every operation in it is volatile and
/// in the right order, so that only store buffers show the defect.
/// </summary>
public sealed class LostNotificationTests
{
    [Fact]
    public void Notify_AsServingEnds_IsLostWithoutAFence() =>
        Assert.Contains("a store arrives", Assert.Throws<InterleavingException>(() => Explorer.Explore(TwoNotify(isFenced: false))).Message, StringComparison.Ordinal);

    [Fact]
    public void Notify_AsServingEnds_IsServedWithAFence() => Explorer.Explore(TwoNotify(isFenced: true));

    private static Func<Scenario> TwoNotify(bool isFenced) => () =>
    {
        int[] made = new int[2];
        int[] seen = new int[2];
        TwoFlagRunner runner = new(isFenced, () =>
        {
            for (int i = 0; i < made.Length; i++)
                seen[i] = Atomic.VolatileRead(in made[i]);
        });
        Action Notify(int call) => () =>
        {
            Atomic.Exchange(ref made[call], 1);
            runner.Notify();
        };

        return new(() => Assert.Equal([1, 1], seen), Notify(0), Notify(1));
    };

    /// <summary>A notifying thread serves, unless another thread does. That one checks once more whether something has changed.</summary>
    private sealed class TwoFlagRunner(bool isFenced, Action serve)
    {
        private int _serving;
        private int _changed;

        public void Notify()
        {
            Atomic.Exchange(ref _changed, 1);
            Serve();
        }

        private void Serve()
        {
            while (Atomic.VolatileRead(in _changed) != 0 && Atomic.CompareAndSwap(ref _serving, 0, 1))
            {
                while (Atomic.Exchange(ref _changed, 0) != 0)
                    serve();

                // The defect: one flag may still be in the store buffer when the other is read, so that each thread takes the other for the server.
                Atomic.VolatileWrite(ref _serving, 0);
                if (isFenced)
                    Atomic.Fence();
            }
        }
    }
}
