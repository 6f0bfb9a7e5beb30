using CapacityRouting.Simulation.Limiters;

namespace CapacityRouting.Simulation.Providers;

/// <summary>A limiter that also keeps its state of a while ago, for headers with a lag. A second limiter gets every take that much later.</summary>
internal sealed class LaggingLimiter(ProviderLimit limit, TimeSpan lag) : ILimiter
{
    private readonly ILimiter _now = Limiter.For(limit);
    private readonly ILimiter _late = Limiter.For(limit);
    private readonly Queue<(long Units, TimeSpan At)> _untold = new();

    public ProviderLimit Limit => _now.Limit;

    public bool Fits(long units, TimeSpan now) => _now.Fits(units, now);

    public TimeSpan? Until(long units, TimeSpan now) => _now.Until(units, now);

    public Standing Read(TimeSpan now) => _now.Read(now);

    public void Take(long units, TimeSpan now)
    {
        _now.Take(units, now);
        _untold.Enqueue((units, now));
        Tell(now - lag);
    }

    /// <summary>The figures of one lag before, including takes at that very moment. Before the run began the limit was full.</summary>
    public Standing ReadLate(TimeSpan now)
    {
        Tell(now - lag);
        return _late.Read(now > lag ? now - lag : TimeSpan.Zero);
    }

    private void Tell(TimeSpan until)
    {
        while (_untold.TryPeek(out (long Units, TimeSpan At) take) && take.At <= until)
        {
            _untold.Dequeue();
            _late.Take(take.Units, take.At);
        }
    }
}
