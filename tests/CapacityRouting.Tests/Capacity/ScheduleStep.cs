using CapacityRouting.Capacity.Buckets;
using FsCheck;
using FsCheck.Fluent;

namespace CapacityRouting.Tests.Capacity;

/// <summary>One step of a random schedule. Shares are in thousandths, so that a step means something under every limit.</summary>
/// <param name="Pause">Time that passes before it, as a share of the window.</param>
/// <param name="Units">Units asked for, or used, as a share of the burst.</param>
/// <param name="Which">Which of the calls under way it is about.</param>
internal readonly record struct ScheduleStep(StepKind Kind, int Pause, int Units, int Which)
{
    public static Gen<ScheduleStep> Any =>
        from kind in Gen.Frequency((6, Gen.Constant(StepKind.Take)), (4, Gen.Constant(StepKind.Settle)), (1, Gen.Constant(StepKind.Abandon)))
        from pause in Gen.Frequency((2, Gen.Constant(0)), (2, Gen.Choose(0, 50)), (1, Gen.Choose(0, 400)))
        from units in Gen.Frequency((3, Gen.Choose(1, 400)), (1, Gen.Choose(1, 1_300)))
        from which in Gen.Choose(0, 1_000)
        select new ScheduleStep(kind, pause, units, which);

    public long TicksOf(RateLimit limit) => limit.WindowTicks * Pause / 1_000;

    public long UnitsOf(RateLimit limit) => Math.Clamp((long)((Int128)limit.Burst * Units / 1_000), 1, limit.Limit);
}
