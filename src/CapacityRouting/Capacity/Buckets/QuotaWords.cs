using CapacityRouting.Atomics;
using CapacityRouting.Capacity.Concurrency;
using CapacityRouting.Health;

namespace CapacityRouting.Capacity.Buckets;

/// <summary>
/// The words of a quota in one aligned block: the calls under way, the arrival times, the times last found full, the counts of
/// corrections. In that order the first cache line has what nearly every decision writes; each kind of word begins a line of its own after
/// it, with the minutes first.
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

    /// <summary>Of a window, what is counted stands for the arrival: marks are read off it all the same.</summary>
    public BucketReconciler AnchorOf(RateLimit limit) =>
        new(ref limit.Window is { } window ? ref window.Total : ref _words[FirstArrival + (int)limit.Dimension], ref _words[FirstFull + (int)limit.Dimension], ref _words[FirstTurn + (int)limit.Dimension]);

    public WindowReconciler AnchorOf(RateLimit limit, WindowCounter window) => new(new(limit, window), ref _words[FirstTurn + (int)limit.Dimension]);
}
