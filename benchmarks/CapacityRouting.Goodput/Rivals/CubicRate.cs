namespace CapacityRouting.Goodput.Rivals;

/// <summary>The sending rate that CUBIC allows: less at once when the service throttles, then back to the rate of that moment, slowly near it, and beyond.</summary>
/// <remarks>Times are seconds on any clock, rates are requests a second. See <see cref="AdaptiveCubic"/> for its source.</remarks>
internal sealed class CubicRate
{
    private const double Beta = 0.7;
    private const double Scale = 0.4;

    private double _lastThrottle;
    private double _rateThen;
    private double _timeToReturn;

    /// <summary>The rate after an answer: <c>0.4 (t - k)^3 + w</c>, t since the last throttle, w the rate then, and <c>k = cbrt(0.3 w / 0.4)</c>.</summary>
    public double Succeeded(double now) => (Scale * Math.Pow(now - _lastThrottle - _timeToReturn, 3)) + _rateThen;

    /// <summary>The rate after a throttle: 0.7 of what it was.</summary>
    public double Throttled(double rate, double now)
    {
        _rateThen = rate;
        _timeToReturn = Math.Cbrt(rate * (1 - Beta) / Scale);
        _lastThrottle = now;
        return rate * Beta;
    }
}
