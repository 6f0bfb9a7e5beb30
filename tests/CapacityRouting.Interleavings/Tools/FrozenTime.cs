using CapacityRouting.Atomics;
using CapacityRouting.Capacity;

namespace CapacityRouting.Interleavings.Tools;

/// <summary>A clock of one tick a second that never moves: a limit of 60 a minute costs a tick a unit.</summary>
internal sealed class FrozenTime : TimeProvider
{
    public override long TimestampFrequency => 1;

    public override long GetTimestamp() => 0;

    public static Clock Clock { get; } = new(new FrozenTime());

    /// <summary>A quota whose buckets hold ten seconds' worth.</summary>
    public static Quota Quota(CapacityLimits limits) => new(limits, Clock, new Jitter(1));
}
