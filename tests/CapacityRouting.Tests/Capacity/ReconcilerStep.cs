using CapacityRouting.Capacity.Buckets;
using FsCheck;
using FsCheck.Fluent;

namespace CapacityRouting.Tests.Capacity;

/// <summary>One step of a random schedule of calls that are leased, reach the provider and are answered. Shares are in thousandths.</summary>
/// <param name="Pause">Time that passes before it, as a share of the window.</param>
/// <param name="Units">Units taken as a share of the burst, or used as a share of what was taken.</param>
/// <param name="Which">Which of the calls that wait for an answer it is about.</param>
internal readonly record struct ReconcilerStep(ReconcilerStepKind Kind, int Pause, int Units, int Which)
{
    public static Gen<ReconcilerStep> Any =>
        from kind in Gen.Frequency((4, Gen.Constant(ReconcilerStepKind.Take)), (3, Gen.Constant(ReconcilerStepKind.Arrive)), (3, Gen.Constant(ReconcilerStepKind.Answer)))
        from pause in Gen.Frequency((2, Gen.Constant(0)), (3, Gen.Choose(0, 30)), (1, Gen.Choose(0, 500)))
        from units in Gen.Frequency((3, Gen.Choose(1, 150)), (1, Gen.Choose(1, 1_000)))
        from which in Gen.Choose(0, 1_000)
        select new ReconcilerStep(kind, pause, units, which);

    public long TicksOf(RateLimit limit) => limit.WindowTicks * Pause / 1_000;

    public long UnitsOf(long whole) => Math.Max(1, (long)((Int128)whole * Units / 1_000));
}
