namespace CapacityRouting.Simulation.Limiters;

/// <summary>
/// A bucket that is empty at first and leaks. Each request pours in its units. A request of any size is admitted while the bucket
/// is not full; less than a unit of room is enough. Units above the rim have to leak away first.
/// </summary>
internal sealed class UtilizationBucket(ProviderLimit limit) : ILimiter
{
    private readonly DrawnParts _poured = new(limit);

    public ProviderLimit Limit => _poured.Limit;

    public bool Fits(long units, TimeSpan now) => _poured.At(now) < _poured.Held;

    public void Take(long units, TimeSpan now) => _poured.Draw(units, now);

    // A full bucket admits no request: at least one part more than the excess has to leak.
    public TimeSpan? Until(long units, TimeSpan now) => _poured.TimeFor(_poured.At(now) - _poured.Held + 1);

    public Standing Read(TimeSpan now) => _poured.Read(now);
}
