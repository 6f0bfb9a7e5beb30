using CapacityRouting.Atomics;

namespace CapacityRouting.Health;

/// <summary>The outcomes of the last so many ticks, in ten slices of one word each. Lock-free.</summary>
/// <param name="length">The ticks that count.</param>
internal sealed class OutcomeWindow(long length)
{
    private const int Slices = 10;
    private const int CountBits = 16;
    private const uint Most = (1 << CountBits) - 1;

    private readonly long _perSlice = Math.Max(1, length / Slices);
    private readonly long[] _slices = new long[Slices];

    public void Note(bool failed, long now)
    {
        uint number = NumberOf(now);
        ref long word = ref _slices[number % Slices];

        // Invariant: each swap adds one outcome to the counts of its own slice.
        while (true)
        {
            long seen = Atomic.VolatileRead(in word);
            Slice slice = Slice.Of(seen) is var known && known.Number == number ? known : new(number, 0, 0);
            if (Atomic.CompareAndSwap(ref word, seen, slice.Plus(failed).ToWord()))
                return;
        }
    }

    /// <summary>Whether the share of failures is at least so high, of at least so many outcomes.</summary>
    public bool Exceed(double ratio, int least, long now)
    {
        uint number = NumberOf(now);
        (long failed, long all) = (0, 0);
        for (int i = 0; i < Slices; i++)
            if (Slice.Of(Atomic.VolatileRead(in _slices[i])) is var slice && unchecked(number - slice.Number) < Slices)
                (failed, all) = (failed + slice.Failed, all + slice.Failed + slice.Served);
        return all >= least && failed >= ratio * all;
    }

    public void Clear()
    {
        for (int i = 0; i < Slices; i++)
            Atomic.VolatileWrite(ref _slices[i], 0);
    }

    private uint NumberOf(long now) => unchecked((uint)(now / _perSlice));

    /// <summary>The counts of one slice, and its number in the order of time.</summary>
    private readonly record struct Slice(uint Number, uint Failed, uint Served)
    {
        public static Slice Of(long word) => new((uint)((ulong)word >> (2 * CountBits)), (uint)(word >> CountBits) & Most, (uint)word & Most);

        public long ToWord() => (long)(((ulong)Number << (2 * CountBits)) | (Failed << CountBits) | Served);

        /// <summary>A full count is halved with the other, which keeps their ratio.</summary>
        public Slice Plus(bool failed) =>
            Math.Max(Failed, Served) == Most ? new Slice(Number, Failed / 2, Served / 2).Plus(failed)
            : failed ? this with { Failed = Failed + 1 }
            : this with { Served = Served + 1 };
    }
}
