using CapacityRouting.Goodput.Rivals;
using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Tests.Rivals;

public class RivalRouteTests
{
    [Fact]
    public void TokensPerMinute_InputAndOutputApart_AreAddedUp() =>
        Assert.Equal(38_000, Route((CapacityDimension.InputTokensPerMinute, 30_000), (CapacityDimension.OutputTokensPerMinute, 8_000)).TokensPerMinute);

    [Theory]
    [InlineData(20_000, 20_000)]
    [InlineData(50_000, 38_000)]
    public void TokensPerMinute_TogetherAndApart_IsTheSmaller(long together, long expected) => Assert.Equal(expected, Route(
        (CapacityDimension.TokensPerMinute, together), (CapacityDimension.InputTokensPerMinute, 30_000), (CapacityDimension.OutputTokensPerMinute, 8_000)).TokensPerMinute);

    [Fact]
    public void Limits_OnlyOtherDimensions_AreUnknown()
    {
        RivalRoute route = Route((CapacityDimension.RequestsPerDay, 100), (CapacityDimension.InputTokensPerMinute, 100));
        Assert.Null(route.RequestsPerMinute);
        Assert.Null(route.TokensPerMinute);
    }

    private static RivalRoute Route(params (CapacityDimension Dimension, long Amount)[] limits)
    {
        Stage stage = new(Stage.Model("a", limits));
        return Assert.Single(RivalRoute.All(new(new(stage.Time), stage.Models, stage.Providers, TimeSpan.Zero, Seed: 1)));
    }
}
