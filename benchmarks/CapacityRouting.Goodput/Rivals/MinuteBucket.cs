namespace CapacityRouting.Goodput.Rivals;

/// <summary>A token bucket of one limit by the minute, refilled every second by its part, as the limiter of a standard library does. A null limit always fits.</summary>
internal sealed class MinuteBucket(long? perMinute, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private double _held = perMinute ?? 0;
    private long _seconds;

    public bool Fits(double units)
    {
        Refill();
        return perMinute is not { } most || _held >= Math.Min(units, most);
    }

    /// <summary>Takes the units; corrected afterwards, it may be in debt.</summary>
    public void Take(double units) => _held -= units;

    private void Refill()
    {
        long seconds = (long)time.GetElapsedTime(_start).TotalSeconds;
        _held = Math.Min(perMinute ?? 0, _held + ((seconds - _seconds) * (perMinute ?? 0) / 60.0));
        _seconds = seconds;
    }
}
