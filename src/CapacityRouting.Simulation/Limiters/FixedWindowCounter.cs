namespace CapacityRouting.Simulation.Limiters;

/// <summary>
/// Counts the units of the current window. The first window begins with the run, and the count starts at zero in each window, however
/// large it was.
/// </summary>
internal sealed class FixedWindowCounter(ProviderLimit limit) : ILimiter
{
    private long _window;
    private Int128 _count;

    public ProviderLimit Limit { get; } = limit;

    public bool Fits(long units, TimeSpan now) => Count(now) + Math.Max(1, units) <= Limit.Amount;

    public void Take(long units, TimeSpan now) => _count = Int128.Max(0, Count(now) + units);

    public TimeSpan? Until(long units, TimeSpan now)
    {
        if (units > Limit.Amount)
            return null;
        return Fits(units, now) ? TimeSpan.Zero : UntilNextWindow(now);
    }

    public Standing Read(TimeSpan now)
    {
        Int128 count = Count(now);
        long remaining = (long)Int128.Max(0, Limit.Amount - count);
        TimeSpan untilFull = count > 0 ? UntilNextWindow(now) : TimeSpan.Zero;
        return new Standing(Limit.Dimension, Limit.Amount, remaining, untilFull, (double)count / Limit.Amount);
    }

    private Int128 Count(TimeSpan now)
    {
        long window = now.Ticks / Limit.Window.Ticks;
        if (window > _window)
            (_window, _count) = (window, 0);
        return _count;
    }

    private TimeSpan UntilNextWindow(TimeSpan now) => new(Limit.Window.Ticks - (now.Ticks % Limit.Window.Ticks));
}
