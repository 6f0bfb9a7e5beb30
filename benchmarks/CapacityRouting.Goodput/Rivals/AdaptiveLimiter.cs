namespace CapacityRouting.Goodput.Rivals;

/// <summary>Holds requests for one model back to the rate that it was found to bear. Until it first throttles, none is held back.</summary>
/// <remarks>See <see cref="AdaptiveCubic"/> for its source.</remarks>
internal sealed class AdaptiveLimiter(TimeProvider time) : IDisposable
{
    private const double FirstRate = 1;
    private const double MostGrowth = 2;

    private readonly long _start = time.GetTimestamp();
    private readonly CubicRate _cubic = new();
    private readonly SendRateMeter _meter = new();
    private readonly SendBucket _bucket = new(time, FirstRate);
    private bool _isOn;

    /// <summary>Requests a second that it lets through, once it is on.</summary>
    public double Rate => _bucket.Rate;

    /// <summary>Waits until a request may be sent.</summary>
    /// <returns>Whether it may, in time.</returns>
    public Task<bool> SendingAsync(TimeSpan patience) => _isOn ? _bucket.TakeAsync(patience) : Task.FromResult(true);

    /// <summary>A reply has come, or its absence was noticed.</summary>
    public void Received(bool isThrottle)
    {
        double now = time.GetElapsedTime(_start).TotalSeconds;
        double measured = _meter.Record(now);
        double rate = isThrottle ? _cubic.Throttled(_isOn ? Math.Min(measured, Rate) : measured, now) : _cubic.Succeeded(now);
        _isOn |= isThrottle;
        _bucket.SetRate(Math.Min(rate, MostGrowth * measured));
    }

    public void Dispose() => _bucket.Dispose();
}
