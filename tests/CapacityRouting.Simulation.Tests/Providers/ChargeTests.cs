using CapacityRouting.Simulation.Providers;

namespace CapacityRouting.Simulation.Tests.Providers;

public sealed class ChargeTests
{
    [Theory]
    [InlineData(400, 100)] // 400 characters are (400 + 3) / 4 = 100 tokens.
    [InlineData(401, 101)] // 404 / 4.
    [InlineData(403, 101)] // 406 / 4 = 101.5, of which the whole part counts.
    [InlineData(404, 101)]
    [InlineData(405, 102)]
    public void AtAdmission_Characters_MakeAQuarterOfTokensRoundedUp(int characters, long tokens)
    {
        ProviderRequest request = new(0, "gpt", IsStream: false, characters, InputTokens: 1, OutputTokens: 1, MaxOutputTokens: 400);

        Assert.Equal(new Charge(1, tokens, 400), Charge.AtAdmission(request, ChargeRule.OpenAI));
        Assert.Equal(new Charge(1, tokens), Charge.AtAdmission(request, ChargeRule.Anthropic));
        Assert.Equal(new Charge(1, tokens, 400), Charge.AtAdmission(request, ChargeRule.Corrected));
        Assert.Equal(new Charge(1, tokens), Charge.AtAdmission(request with { MaxOutputTokens = null }, ChargeRule.OpenAI));
    }

    [Theory]
    [InlineData(CapacityDimension.RequestsPerMinute, 1)]
    [InlineData(CapacityDimension.RequestsPerHour, 1)]
    [InlineData(CapacityDimension.RequestsPerDay, 1)]
    [InlineData(CapacityDimension.InputTokensPerMinute, 100)]
    [InlineData(CapacityDimension.OutputTokensPerMinute, 400)]
    [InlineData(CapacityDimension.TokensPerMinute, 500)]
    [InlineData(CapacityDimension.TokensPerHour, 500)]
    [InlineData(CapacityDimension.TokensPerDay, 500)]
    public void On_EachDimension_CountsItsOwn(CapacityDimension dimension, long units) =>
        Assert.Equal(units, new Charge(1, 100, 400).On(dimension));

    [Fact]
    public void On_EveryDimensionThereIs_CountsSomething() =>
        Assert.All(Enum.GetValues<CapacityDimension>(), dimension => Assert.NotEqual(0, new Charge(1, 100, 400).On(dimension)));
}
