using CapacityRouting.Simulation.Limiters;

namespace CapacityRouting.Simulation.Providers;

/// <summary>Replaces a gate's limiters when the limits change. The share in use is carried over. Not thread-safe; the provider holds the lock.</summary>
internal sealed class LimitSchedule(ProviderSettings settings, ILimiter[] limiters)
{
    private readonly Queue<LimitChange> _left = new(settings.Changes.OrderBy(change => change.At));

    public static ILimiter LimiterFor(ProviderLimit limit, TimeSpan lag) => lag > TimeSpan.Zero ? new LaggingLimiter(limit, lag) : Limiter.For(limit);

    public void CatchUp(TimeSpan now)
    {
        while (_left.TryPeek(out LimitChange? change) && change.At <= now)
        {
            _left.Dequeue();
            for (int i = 0; i < limiters.Length; i++)
                limiters[i] = Changed(limiters[i], settings.Limits[i], change);
        }
    }

    private ILimiter Changed(ILimiter before, ProviderLimit first, LimitChange change)
    {
        ProviderLimit limit = LimitChange.Scaled(first, change.Factor);
        ILimiter after = LimiterFor(limit, settings.Headers.Lag);
        double atOnce = limit.Shape is LimiterShape.Continuous or LimiterShape.Utilization && limit.Burst is { } burst ? burst / limit.Window : 1;
        if ((long)(before.Read(change.At).Utilization * limit.Amount * atOnce) is > 0 and long inUse)
            after.Take(inUse, change.At);
        return after;
    }
}
