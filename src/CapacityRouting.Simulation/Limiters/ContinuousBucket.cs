namespace CapacityRouting.Simulation.Limiters;

/// <summary>
/// A bucket that is full at first and refills continuously. A request that fits is admitted, and one larger than a full bucket never is. Units that
/// are counted although they did not fit leave a debt, which is paid before any request is admitted again.
/// </summary>
internal sealed class ContinuousBucket(ProviderLimit limit) : ILimiter
{
    private readonly DrawnParts _drawn = new(limit);

    public ProviderLimit Limit => _drawn.Limit;

    public bool Fits(long units, TimeSpan now) => Missing(units, now) <= 0;

    public void Take(long units, TimeSpan now) => _drawn.Draw(units, now);

    public TimeSpan? Until(long units, TimeSpan now) =>
        _drawn.Of(units) > _drawn.Held ? null : _drawn.TimeFor(Missing(units, now));

    public Standing Read(TimeSpan now) => _drawn.Read(now);

    /// <summary>The parts that still have to flow in. A request for zero units needs one unit left.</summary>
    private Int128 Missing(long units, TimeSpan now) => _drawn.At(now) + _drawn.Of(Math.Max(1, units)) - _drawn.Held;
}
