using CapacityRouting.Goodput.Rivals;
using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Tests.Rivals;

public class SendBucketTests
{
    private readonly VirtualTime _time = new();
    private readonly List<(int Number, double At)> _served = [];

    [Fact]
    public void Take_Empty_ServesAtItsRateInOrder() => Run(rate: 2, async bucket =>
    {
        await Task.WhenAll(Enumerable.Range(0, 3).Select(number => TakeAsync(bucket, number)));
        Assert.Equal([(0, 0.5), (1, 1.0), (2, 1.5)], _served);
    });

    [Fact]
    public void Take_AfterALongRest_HoldsASecondsWorth() => Run(rate: 4, async bucket =>
    {
        await Task.Delay(TimeSpan.FromMinutes(1), _time);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(number => TakeAsync(bucket, number)));
        Assert.Equal([60, 60, 60, 60, 60.25, 60.5], _served.Select(served => served.At));
    });

    [Fact]
    public void Take_SlowerThanOneASecond_HoldsOne() => Run(rate: 0.5, async bucket =>
    {
        await Task.Delay(TimeSpan.FromMinutes(1), _time);
        await Task.WhenAll(Enumerable.Range(0, 2).Select(number => TakeAsync(bucket, number)));
        Assert.Equal([(0, 60), (1, 62)], _served);
    });

    [Fact]
    public void SetRate_Zero_IsNotSlowerThanOneInTwoSeconds() => Run(rate: 1, async bucket =>
    {
        bucket.SetRate(0);
        await TakeAsync(bucket, 0);
        Assert.Equal([(0, 2)], _served);
    });

    [Fact]
    public void SetRate_SomebodyWaits_CountsFromNowOn() => Run(rate: 1, async bucket =>
    {
        // 0.4 of a token by 0.4 s; the other 0.6 at 3 a second take 0.2 s, and a whole one a third of a second.
        Task waiting = Task.WhenAll(TakeAsync(bucket, 0), TakeAsync(bucket, 1));
        await Task.Delay(TimeSpan.FromSeconds(0.4), _time);
        bucket.SetRate(3);
        await waiting;
        Assert.Equal(0.6, _served[0].At, tolerance: 1e-6);
        Assert.Equal(0.6 + (1.0 / 3), _served[1].At, tolerance: 1e-6);
    });

    [Fact]
    public void Take_PatienceIsOver_LeavesItsTokenToTheNext() => Run(rate: 1, async bucket =>
    {
        Task<bool> impatient = bucket.TakeAsync(TimeSpan.FromSeconds(0.5));
        Task next = TakeAsync(bucket, 1);
        Assert.False(await impatient);
        Assert.Equal(TimeSpan.FromSeconds(0.5), _time.Elapsed);
        await next;
        Assert.Equal([(1, 1.0)], _served);
    });

    [Fact]
    public void Take_NoPatience_IsServedOnlyAtOnce() => Run(rate: 1, async bucket =>
    {
        Assert.False(await bucket.TakeAsync(TimeSpan.Zero));
        await Task.Delay(TimeSpan.FromSeconds(1), _time);
        Assert.True(await bucket.TakeAsync(TimeSpan.Zero));
        Assert.False(await bucket.TakeAsync(TimeSpan.FromSeconds(-1)));
    });

    [Fact]
    public void Take_SomebodyWaits_DoesNotGoAheadOfThem() => Run(rate: 1, async bucket =>
    {
        // The second comes in the very moment in which the first one's token is there, and before it was handed over.
        Task moment = Task.Delay(TimeSpan.FromSeconds(1), _time);
        Task first = TakeAsync(bucket, 0);
        await moment;
        Assert.Empty(_served);
        await TakeAsync(bucket, 1);
        await first;
        Assert.Equal([(0, 1.0), (1, 2.0)], _served);
    });

    private async Task TakeAsync(SendBucket bucket, int number)
    {
        Assert.True(await bucket.TakeAsync(TimeSpan.FromMinutes(1)));
        _served.Add((number, _time.Elapsed.TotalSeconds));
    }

    private void Run(double rate, Func<SendBucket, Task> script) => _time.Run(async () =>
    {
        using SendBucket bucket = new(_time, rate);
        await script(bucket);
    });
}
