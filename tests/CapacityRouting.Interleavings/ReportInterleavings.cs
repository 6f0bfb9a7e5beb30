using CapacityRouting.Interleavings.Tools;

namespace CapacityRouting.Interleavings;

/// <summary>Attempts of one call write one report, and none of them loses what another has noted.</summary>
public sealed class ReportInterleavings
{
    [Fact]
    public void Note_ByTwoAttempts_HasBothInOrder() => Explorer.Explore(() =>
    {
        RoutingReport report = new();
        return new(
            () => Assert.Equal([1, 2], report.Attempts.Select(attempt => attempt.Number)),
            () => report.Note(Attempt(2), serves: false),
            () => report.Note(Attempt(1), serves: false));
    });

    [Fact]
    public void Note_AgainWhileAnotherBegins_KeepsTheLast() => Explorer.Explore(() =>
    {
        RoutingReport report = new();
        report.Note(Attempt(1), serves: false);
        return new(
            () => Assert.Equal([(1, true), (2, false)], report.Attempts.Select(attempt => (attempt.Number, attempt.IsSuperseded))),
            () => report.Note(Attempt(1, isSuperseded: true), serves: false),
            () => report.Note(Attempt(2), serves: true));
    });

    [Fact]
    public void NextAttempt_ByTwo_GivesNoNumberTwice() => Explorer.Explore(() =>
    {
        RoutingReport report = new();
        int one = 0;
        int other = 0;
        return new(() => Assert.Equal(3, one + other), () => one = report.NextAttempt(), () => other = report.NextAttempt());
    });

    [Fact]
    public void Used_ByTwoAttempts_AddsBoth() => Explorer.Explore(() =>
    {
        RoutingReport report = new();
        return new(() => Assert.Equal(12, report.ActualTokens), () => report.Used(5), () => report.Used(7));
    });

    [Fact]
    public void Exclude_WhileAnotherRouteIsTried_LosesNeither() => Explorer.Explore(() =>
    {
        RoutingReport report = new();
        report.Exclude("tried", ExclusionReason.Saturated, availableIn: null);
        return new(
            () => Assert.Equal(["one", "other"], report.Excluded.Select(each => each.Route).Order(StringComparer.Ordinal)),
            () => report.Attempting("tried", estimatedTokens: 1),
            () => report.Exclude("one", ExclusionReason.Saturated, availableIn: null),
            () => report.Exclude("other", ExclusionReason.Saturated, availableIn: null));
    }, preemptions: 2);

    [Fact]
    public void Attempts_ReadWhileTheyAreNoted_NeverShrink() => Explorer.Explore(() =>
    {
        RoutingReport report = new();
        return new(
            () => { },
            () => report.Note(Attempt(1), serves: false),
            () => report.Note(Attempt(2), serves: false),
            () =>
            {
                int before = report.Attempts.Count;
                Assert.True(report.Attempts.Count >= before);
            });
    }, preemptions: 2);

    private static RoutingAttempt Attempt(int number, bool isSuperseded = false) =>
        new(number, "route", TimeSpan.Zero, failure: null, sends: null) { IsSuperseded = isSuperseded };
}
