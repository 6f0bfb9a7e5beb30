using CapacityRouting.Tests.Tools;
using FsCheck;
using FsCheck.Fluent;

namespace CapacityRouting.Tests.Capacity;

/// <summary>What the reconciler guarantees, beside an exact bucket of a provider that only this quota's calls draw on.</summary>
public sealed class ReconcilerProperties
{
    private static readonly long[] Limits = [6, 60, 1_000, 60_000, 2_000_000];

    private static Gen<Case> Any =>
        from limit in Gen.Elements(Limits)
        from ours in Gen.Frequency((1, Gen.Constant(0)), (1, Gen.Choose(0, 1_000)))
        from theirs in Gen.Frequency((1, Gen.Constant(0)), (1, Gen.Choose(0, 1_000)))
        from steps in ReconcilerStep.Any.ArrayOf(40)
        select new Case(limit, ours, theirs, steps);

    [Fact]
    public void Learn_AnyScheduleOfAnswers_IsAtMostTheProvidersAndWhatFlowedInMeanwhile() =>
        Properties.Check(Any, some => some.History.Play(some.Steps), Smaller, tests: 3_000);

    [Fact]
    public void Learn_CallsThatReachTheProviderLate_IsAtMostTheProvidersAndWhatFlowedInMeanwhile() =>
        Properties.Check(Any, some => some.History.PlayWithDelays(some.Steps), Smaller, tests: 3_000);

    [Fact]
    public void Learn_AfterAnySchedule_MeetsTheProvider() =>
        Properties.Check(Any, some => some.History.Play(some.Steps).AssertMeets(), Smaller);

    private static IEnumerable<Case> Smaller(Case some) =>
        Properties.OneLess(some.Steps).Select(steps => some with { Steps = steps });

    private sealed record Case(long Limit, int Ours, int Theirs, ReconcilerStep[] Steps)
    {
        public ReconcilerHistory History => new(Limit, Ours, Theirs);

        public override string ToString() => $"{Limit} a minute, {Ours} and {Theirs} thousandths taken: {string.Join(", ", Steps)}";
    }
}
