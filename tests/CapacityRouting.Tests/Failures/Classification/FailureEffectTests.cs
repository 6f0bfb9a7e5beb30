using CapacityRouting.Failures.Classification;

namespace CapacityRouting.Tests.Failures.Classification;

public sealed class FailureEffectTests
{
    /// <summary>The table of <c>docs/design.md</c>.</summary>
    public static TheoryData<FailureKind, string, string> Table => new()
    {
        { FailureKind.RateLimited, "CoolQuota", "Next" },
        { FailureKind.QuotaExhausted, "CloseQuota", "Next" },
        { FailureKind.Overloaded, "CoolRoute", "Next" },
        { FailureKind.ServerError, "Count", "Next" },
        { FailureKind.Network, "Count", "Next" },
        { FailureKind.Timeout, "Count", "Next" },
        { FailureKind.TruncatedStream, "Count", "Next" },
        { FailureKind.EmptyResponse, "Count", "Next" },
        { FailureKind.Authentication, "CloseRoute", "Next" },
        { FailureKind.ModelNotFound, "CloseRoute", "Next" },
        { FailureKind.ContextLengthExceeded, "LearnWindow", "NextWithLargerWindow" },
        { FailureKind.ContentFiltered, "None", "StopUnlessAllowed" },
        { FailureKind.InvalidRequest, "None", "Stop" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Of_EveryKind_IsAsTheDesignsTableSays(FailureKind kind, string onRoute, string onRequest)
    {
        FailureEffect effect = FailureEffect.Of(kind);

        Assert.Equal(onRoute, effect.OnRoute.ToString());
        Assert.Equal(onRequest, effect.OnRequest.ToString());
    }

    [Fact]
    public void Of_EveryKindThereIs_HasItsLineInTheTable() =>
        Assert.Equal(Enum.GetValues<FailureKind>(), Table.Select(line => (FailureKind)line.ToArray()[0]!));

    [Fact]
    public void Of_AKindFromTheFuture_CountsAsAServerError() =>
        Assert.Equal(FailureEffect.Of(FailureKind.ServerError), FailureEffect.Of((FailureKind)1_000));
}
