using CapacityRouting.Capacity;
using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests.Capacity;

/// <summary>
/// Eight threads and ten million random operations in all, on one quota each. The clock stands still, so that what every bucket must hold
/// afterwards is a plain sum.
/// </summary>
public sealed class ConservationTests
{
    private const int Threads = 8;
    private const int Slots = 19;

    private static readonly ManualTime Time = new();

    [Fact]
    public void Quota_MillionsOfOperationsWithRoomForAll_EndsExact() => Run(4_000_000, scarce: false, new()
    {
        RequestsPerMinute = 1L << 40,
        InputTokensPerMinute = 1L << 45,
        OutputTokensPerMinute = 1L << 45,
        TokensPerMinute = 1L << 46,
        RequestsPerHour = 1L << 40,
        TokensPerHour = 1L << 46,
        RequestsPerDay = 1L << 40,
        TokensPerDay = 1L << 47,
        MaxConcurrentRequests = Slots,
    });

    [Fact]
    public void Quota_MillionsOfOperationsThatMostlyFindNoRoom_EndsExact() => Run(4_000_000, scarce: true, new()
    {
        RequestsPerMinute = 1L << 40,
        InputTokensPerMinute = 1L << 45,
        OutputTokensPerMinute = 6 * 9_000,
        TokensPerMinute = 6 * 15_000,
        RequestsPerDay = 1L << 40,
        TokensPerDay = 16_000,
        MaxConcurrentRequests = Slots,
    });

    private static void Run(int operations, bool scarce, CapacityLimits limits)
    {
        Quota quota = Quotas.Of(limits, Time);
        ConservationWorker[] workers = [.. Enumerable.Range(0, Threads).Select(seed => new ConservationWorker(quota, seed, scarce))];
        Thread[] threads = [.. workers.Select(worker => new Thread(() => worker.Run(operations / Threads)))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.All(workers, worker => Assert.True(worker.Failure is null, worker.Failure?.ToString()));
        Assert.Equal(operations, workers.Sum(worker => worker.Operations));
        Assert.All(workers, worker => Assert.All([worker.Leased, worker.Refused], count => Assert.NotEqual(0, count)));
        long now = Time.GetTimestamp();
        foreach (RateLimit limit in quota.Limits)
            Assert.Equal(limit.Burst - limit.UnitsIn(workers.Sum(worker => worker.Cost(limit.Dimension))), quota.Level(limit, now));
        Assert.Equal(0, quota.Slots.InFlight);
    }
}
