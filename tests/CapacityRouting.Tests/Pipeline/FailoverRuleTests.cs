using CapacityRouting.Chat;
using CapacityRouting.Pipeline;
using CapacityRouting.Routing;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Pipeline;

public sealed class FailoverRuleTests
{
    private static readonly FailureKind[] Stopping = [FailureKind.ContentFiltered, FailureKind.InvalidRequest];

    public static TheoryData<FailureKind> Kinds => [.. Enum.GetValues<FailureKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void After_AFailureWithBudgetLeft_GoesOnUnlessTheRequestItselfIsToBlame(FailureKind kind) =>
        Assert.Equal(Stopping.Contains(kind) ? NextStep.Surface : NextStep.TryNext, After(kind, attempts: 1, now: 0));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void After_AFailureWithoutAttemptsLeft_GivesUpUnlessTheRequestItselfIsToBlame(FailureKind kind) =>
        Assert.Equal(Stopping.Contains(kind) ? NextStep.Surface : NextStep.GiveUp, After(kind, attempts: 0, now: 0));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void After_AFailureAtTheDeadline_GivesUpUnlessTheRequestItselfIsToBlame(FailureKind kind) =>
        Assert.Equal(Stopping.Contains(kind) ? NextStep.Surface : NextStep.GiveUp, After(kind, attempts: 5, now: 100));

    [Fact]
    public void After_AFilteredRequestWhereThatIsAllowed_GoesOn()
    {
        CapacityRoutingOptions allowing = new() { FailoverOnContentFilter = true };

        Assert.Equal(NextStep.TryNext, After(FailureKind.ContentFiltered, attempts: 1, now: 0, allowing));
        Assert.Equal(NextStep.GiveUp, After(FailureKind.ContentFiltered, attempts: 0, now: 0, allowing));
        Assert.Equal(NextStep.Surface, After(FailureKind.InvalidRequest, attempts: 1, now: 0, allowing));
    }

    [Fact]
    public void After_ARefusalOfWhatContinuesAnAnswer_GoesOn() =>
        Assert.True(FailoverRule.MayBeOfTheMatch(new() { Kind = FailureKind.InvalidRequest }, ChatDemand.Of(Ask.Question, options: null, rest: new(EndsWithInstruction: false)), Routes.Of(new FakeTimeProvider())));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void After_ARefusalThatMayBeOfTheMatch_NeverSurfacesAtOnce(FailureKind kind)
    {
        Assert.Equal(NextStep.TryNext, After(kind, attempts: 1, now: 0, isOfTheMatch: true));
        Assert.Equal(NextStep.GiveUp, After(kind, attempts: 0, now: 0, isOfTheMatch: true));
    }

    private static NextStep After(FailureKind kind, int attempts, long now, CapacityRoutingOptions? options = null, bool isOfTheMatch = false)
    {
        RoutingPolicy policy = new(options ?? new(), routes: 2, new Clock(new FakeTimeProvider()));
        return FailoverRule.After(new() { Kind = kind }, policy, isOfTheMatch, new RequestBudget(0, deadline: 100, attempts), now);
    }
}
