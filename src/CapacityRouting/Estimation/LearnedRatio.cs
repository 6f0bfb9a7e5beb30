using CapacityRouting.Atomics;

namespace CapacityRouting.Estimation;

/// <summary>
/// The tokens that a provider counts for one estimated token, learned from its answers. One word holds the sums of both, each decaying. It is a
/// ratio of sums and not a mean of ratios, as the total has to be right (the ratio estimator: Cochran, Sampling Techniques, 1977).
/// </summary>
internal sealed class LearnedRatio
{
    // In calls: after so many, two thirds of a change are learned.
    private const float Memory = 16;

    // The influence of one answer is bounded (Huber, 1964): at most this multiple of the present ratio, up or down, and of
    // an ordinary size. So one answer raises the ratio by at most an eighth.
    private const float MostOfRatio = 2;
    private const float MostOfSize = 2;

    // Ideographs have about four times the tokens of English letters. Beyond this factor an answer does not measure the estimated text.
    private const float Largest = 8;

    // A small initial weight, so that the first calls change the ratio.
    private const float FirstSize = 128;

    private long _sums = Packed(Memory * FirstSize, Memory * FirstSize);

    public double Value
    {
        get
        {
            long seen = Atomic.VolatileRead(in _sums);
            return Actual(seen) / (double)Estimated(seen);
        }
    }

    /// <summary>An estimate, corrected by the learned ratio.</summary>
    public long Correct(long estimate) => (long)Math.Min(Math.Round(estimate * Value), long.MaxValue / 2);

    public void Observe(long estimate, long actual)
    {
        // No request is empty: a provider that reports zero does not count, or does not tell.
        if (estimate <= 0 || actual <= 0)
            return;

        // A lost race loses one sample, which costs little.
        long seen = Atomic.VolatileRead(in _sums);
        Atomic.CompareAndSwap(ref _sums, seen, After(seen, estimate, actual));
    }

    private static long After(long seen, float estimate, float actual)
    {
        float ratio = Actual(seen) / Estimated(seen);
        float size = Math.Min(estimate, MostOfSize * Estimated(seen) / Memory);
        float told = size * Math.Clamp(actual / estimate, ratio / MostOfRatio, ratio * MostOfRatio);
        float estimated = Faded(Estimated(seen)) + size;
        return Packed(Math.Clamp(Faded(Actual(seen)) + told, estimated / Largest, estimated * Largest), estimated);
    }

    private static float Faded(float sum) => sum * (1 - (1 / Memory));

    private static float Actual(long sums) => BitConverter.Int32BitsToSingle((int)(sums >> 32));

    private static float Estimated(long sums) => BitConverter.Int32BitsToSingle((int)sums);

    private static long Packed(float actual, float estimated) =>
        ((long)BitConverter.SingleToInt32Bits(actual) << 32) | (uint)BitConverter.SingleToInt32Bits(estimated);
}
