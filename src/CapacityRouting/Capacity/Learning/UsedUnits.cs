using CapacityRouting.Atomics;
using CapacityRouting.Capacity.Limits;

namespace CapacityRouting.Capacity.Learning;

/// <summary>
/// The units that calls have used, counted while refusals contradict a limit: the measure of what the provider does let through. Without such refusals a call pays one read.
/// </summary>
/// <remarks>Lock-free. A call under way when the count begins is counted when it ends, as one under way at its end is not.</remarks>
internal sealed class UsedUnits
{
    private readonly long[] _sums = new long[Enum.GetValues<UnitKind>().Length];
    private long _until = long.MinValue;

    /// <summary>Counts until that time.</summary>
    public void CountUntil(long until) => Atomic.RaiseTo(ref _until, until);

    /// <summary>The units counted so far. Only differences have a meaning.</summary>
    public long Of(UnitKind kind) => Atomic.VolatileRead(in _sums[(int)kind]);

    /// <summary>Counts a call that has ended.</summary>
    public void Add(in CapacityUnits used, long now)
    {
        // A call that was refused has used no tokens.
        if (Atomic.VolatileRead(in _until) >= now && used.InputTokens + used.OutputTokens > 0)
            for (int kind = 0; kind < _sums.Length; kind++)
                Atomic.Add(ref _sums[kind], used.Of((UnitKind)kind));
    }
}
