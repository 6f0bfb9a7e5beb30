using CapacityRouting.Capacity.Limits;
using CapacityRouting.Chat;
using CapacityRouting.Estimation;
using CapacityRouting.Routing;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Routing;

/// <summary>What a route makes of an estimate once answers have told it how its provider counts.</summary>
public sealed class RouteEstimatesTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(1.5)]
    [InlineData(0.5)]
    public void UnitsOf_ARouteThatLearned_AreCorrected(double truth)
    {
        EstimatedDemand demand = new(1_000);
        Route route = Taught(new(), truth, demand);

        Assert.InRange(route.UnitsOf(demand).InputTokens, 1_000 * truth * 0.97, 1_000 * truth * 1.03);
    }

    [Theory]
    [InlineData(1.5, 1_500)]
    [InlineData(0.5, 1_000)]
    public void UnitsOf_TheBuiltInEstimate_IsCorrectedUpwardOnly(double truth, double input)
    {
        Route route = Taught(new(), truth);

        Assert.InRange(route.UnitsOf(DemandOf(1_000)).InputTokens, input * 0.97, input * 1.03);
        Assert.True(route.LeastUnitsOf(DemandOf(1_000)).InputTokens >= 1_000);
    }

    [Fact]
    public void UnitsOf_AnEstimatorOfTheRoutesOwn_CountsInsteadOfTheBuiltInOne()
    {
        Route route = Routes.Of(_time);

        Assert.Equal(77, route.UnitsOf(new EstimatedDemand(77)).InputTokens);
        Assert.Equal(77, route.LeastUnitsOf(new EstimatedDemand(77)).InputTokens);
    }

    [Fact]
    public void Misfit_ACorrectionBelowATenth_ShutsNobodyOutOfAStatedWindow()
    {
        Route route = Taught(new() { MaxInputTokens = 1_000 }, 1.08);

        Assert.InRange(route.UnitsOf(DemandOf(1_000)).InputTokens, 1_050, 1_099);
        Assert.Null(RoutePlanner.Misfit(route, DemandOf(1_000)));
        Assert.Equal(ExclusionReason.ExceedsContextWindow, RoutePlanner.Misfit(route, DemandOf(1_001)));
    }

    [Fact]
    public void Misfit_ACorrectionFarAboveATenth_CountsButForTheTenth()
    {
        Route route = Taught(new() { MaxInputTokens = 1_000 }, 2);

        Assert.Null(RoutePlanner.Misfit(route, DemandOf(530))); // about 1060, less a tenth
        Assert.Equal(ExclusionReason.ExceedsContextWindow, RoutePlanner.Misfit(route, DemandOf(580))); // about 1160
    }

    [Fact]
    public void Misfit_ACorrectionDownward_LetsLongerRequestsIn()
    {
        Route route = Taught(new() { MaxInputTokens = 1_000 }, 0.5);

        Assert.Null(RoutePlanner.Misfit(route, DemandOf(1_900)));
        Assert.Equal(ExclusionReason.ExceedsContextWindow, RoutePlanner.Misfit(route, DemandOf(2_100)));
    }

    [Theory]
    [InlineData(1.08, 1_000, null)]
    [InlineData(2.0, 530, null)]
    [InlineData(2.0, 580, ExclusionReason.ExceedsLimit)]
    public void Misfit_AgainstALimit_DoubtsTheCorrectionInTheSameWay(double truth, int tokens, ExclusionReason? misfit)
    {
        Route route = Taught(new() { Limits = new() { InputTokensPerMinute = 1_000 } }, truth);

        Assert.Equal(misfit, RoutePlanner.Misfit(route, DemandOf(tokens)));
    }

    [Fact]
    public void UnitsOf_APurpose_ReservesWhatItsAnswersTake()
    {
        Route route = Routes.Of(_time, settings: new() { Profile = ProviderProfile.Anthropic });
        ChatDemand classify = DemandOf(10, "classify");

        route.LearnOutput(classify, 5);

        Assert.Equal(5, route.UnitsOf(classify).OutputTokens);
        Assert.Equal(250, route.UnitsOf(DemandOf(10)).OutputTokens); // 256, less 2 % for the shorter answer
    }

    [Fact]
    public void UnitsOf_ARouteThatLearned_AllocatesNothing()
    {
        Route route = Taught(new() { Profile = ProviderProfile.Anthropic }, 1.3);
        ChatDemand demand = DemandOf(100, "known");
        route.LearnOutput(demand, 50);
        CapacityUnits units = route.UnitsOf(demand);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            units = route.UnitsOf(demand);
            route.LearnInput(demand, 130);
            route.LearnOutput(demand, 50);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.InRange(units.InputTokens, 125, 135);
    }

    private Route Taught(RouteSettings settings, double truth, RequestDemand? demand = null)
    {
        Route route = Routes.Of(_time, settings: settings);
        for (int i = 0; i < 200; i++)
            route.LearnInput(demand ?? DemandOf(1_000), (long)(1_000 * truth));
        return route;
    }

    /// <summary>A request of so many tokens by the built-in estimate: 4 for the message, the rest text.</summary>
    private static ChatDemand DemandOf(int tokens, string? purpose = null) =>
        ChatDemand.Of([new ChatMessage(ChatRole.User, new string('x', 4 * (tokens - 4)))], purpose is null ? null : new ChatOptions().WithRouting(new() { Purpose = purpose }));

    /// <summary>A request of a thousand tokens by the built-in estimate, and of so many by the route's own.</summary>
    private sealed class EstimatedDemand(long tokens) : RequestDemand(inputTokens: 1_000, maxOutputTokens: null, routing: null, affinity: null)
    {
        public override InputEstimate? EstimateAt(int route) => new("own", tokens, Problem: null);
    }
}
