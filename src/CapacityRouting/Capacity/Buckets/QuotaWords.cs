using CapacityRouting.Atomics;
using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Health;

namespace CapacityRouting.Capacity.Buckets;

/// <summary>
/// The words of a quota in one aligned block: the calls under way, the arrival times, the times last found full, the counts of
/// corrections. The first cache line holds what nearly every decision writes. Each further kind of word begins a cache line of its own,
/// with the minutes first.
/// </summary>
internal readonly struct QuotaWords()
{
    public const int Dimensions = 12;

    private const int InFlight = 0;
    private const int FirstArrival = 1;
    private const int FirstFull = 16;
    private const int FirstTurn = 32;

    private readonly AlignedWords _words = new(FirstTurn + Dimensions);

    public ConcurrencyLimiter Slots(SlowStart slowStart) => new(_words, InFlight, slowStart);

    public Bucket BucketOf(RateLimit limit) =>
        new(limit, ref _words[FirstArrival + (int)limit.Dimension], ref _words[FirstFull + (int)limit.Dimension]);

    /// <summary>The reconciler of a limit. For a window, its total stands for the arrival time, so that marks work alike.</summary>
    public BucketReconciler ReconcilerOf(RateLimit limit) =>
        new(ref limit.Window is { } window ? ref window.Total : ref _words[FirstArrival + (int)limit.Dimension], ref _words[FirstFull + (int)limit.Dimension], ref _words[FirstTurn + (int)limit.Dimension]);

    public WindowReconciler ReconcilerOf(RateLimit limit, WindowCounter window) => new(new(limit, window), ref _words[FirstTurn + (int)limit.Dimension]);
}
