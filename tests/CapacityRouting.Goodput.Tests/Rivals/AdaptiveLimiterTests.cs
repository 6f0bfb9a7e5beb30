using CapacityRouting.Goodput.Rivals;
using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Tests.Rivals;

public class AdaptiveLimiterTests
{
    private readonly VirtualTime _time = new();

    [Fact]
    public void Sending_NothingHasThrottled_HoldsNobodyBack() => Run(async limiter =>
    {
        for (int i = 0; i < 1000; i++)
            Assert.True(await limiter.SendingAsync(TimeSpan.Zero));
        limiter.Received(isThrottle: false);
        Assert.True(await limiter.SendingAsync(TimeSpan.Zero));
        Assert.Equal(TimeSpan.Zero, _time.Elapsed);
    });

    [Fact]
    public void Received_Throttle_IsSevenTenthsOfTheMeasuredRate() => Run(async limiter =>
    {
        // Ten replies by 0.5 s: 0.8 * 10 / 0.5 = 16 a second; 0.7 of that are 11.2.
        await ThrottleAtTenthAsync(limiter);
        Assert.Equal(11.2, limiter.Rate, precision: 9);
    });

    [Fact]
    public void Received_SuccessAfterAThrottle_FollowsTheCubic() => Run(async limiter =>
    {
        // k = cbrt(16 * 0.3 / 0.4) = cbrt(12); at 0.1 s: 0.4 (0.1 - k)^3 + 16.
        await ThrottleAtTenthAsync(limiter);
        await Task.Delay(TimeSpan.FromSeconds(0.1), _time);
        limiter.Received(isThrottle: false);
        Assert.Equal((0.4 * Math.Pow(0.1 - Math.Cbrt(12), 3)) + 16, limiter.Rate, precision: 9);
    });

    [Fact]
    public void Received_SecondThrottle_GoesByTheLowerOfMeasuredAndAllowed() => Run(async limiter =>
    {
        // Still measured as 16 within the half second, but 11.2 are allowed: 0.7 * 11.2.
        await ThrottleAtTenthAsync(limiter);
        limiter.Received(isThrottle: true);
        Assert.Equal(7.84, limiter.Rate, precision: 9);
    });

    [Fact]
    public void Received_LongAfterAThrottle_AllowsTwiceTheMeasuredRate() => Run(async limiter =>
    {
        // At 30.5 s the cubic allows thousands; measured are 0.8 * 1 / 30 + 0.2 * 16 = 3.2267.
        await ThrottleAtTenthAsync(limiter);
        await Task.Delay(TimeSpan.FromSeconds(30), _time);
        limiter.Received(isThrottle: false);
        Assert.Equal(2 * ((0.8 / 30) + 3.2), limiter.Rate, precision: 9);
    });

    [Fact]
    public void Received_ThrottleBeforeAnythingWasMeasured_AllowsOneInTwoSeconds() => Run(async limiter =>
    {
        limiter.Received(isThrottle: true);
        Assert.True(await limiter.SendingAsync(TimeSpan.FromSeconds(2)));
        Assert.Equal(0.5, limiter.Rate);
        Assert.Equal(TimeSpan.FromSeconds(2), _time.Elapsed);
    });

    private async Task ThrottleAtTenthAsync(AdaptiveLimiter limiter)
    {
        for (int i = 0; i < 9; i++)
            limiter.Received(isThrottle: false);
        await Task.Delay(TimeSpan.FromSeconds(0.5), _time);
        limiter.Received(isThrottle: true);
    }

    private void Run(Func<AdaptiveLimiter, Task> script) => _time.Run(async () =>
    {
        using AdaptiveLimiter limiter = new(_time);
        await script(limiter);
    });
}
