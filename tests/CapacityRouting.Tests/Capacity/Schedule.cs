using CapacityRouting.Capacity.Buckets;
using CapacityRouting.Tests.Tools;
using FsCheck;
using FsCheck.Fluent;

namespace CapacityRouting.Tests.Capacity;

/// <summary>A random limit and what is done under it.</summary>
internal sealed record Schedule(long Limit, TimeSpan Burst, ScheduleStep[] Steps)
{
    private static readonly long[] Limits = [1, 6, 7, 60, 1_000, 60_000, 2_000_000, 999_999_999_937, long.MaxValue / 1_000];

    public static Gen<Schedule> Any { get; } =
        from limit in Gen.Elements(Limits)
        from seconds in Gen.Elements(1, 7, 10, 60)
        from steps in ScheduleStep.Any.ArrayOf(40)
        select new Schedule(limit, TimeSpan.FromSeconds(seconds), steps);

    public RateLimit RateLimit => TestBucket.LimitOf(Limit, Burst);

    public static IEnumerable<Schedule> Smaller(Schedule schedule) =>
        Properties.OneLess(schedule.Steps).Select(steps => schedule with { Steps = steps });

    public override string ToString() => $"{Limit} a minute, burst {Burst}: {string.Join(", ", Steps)}";
}
