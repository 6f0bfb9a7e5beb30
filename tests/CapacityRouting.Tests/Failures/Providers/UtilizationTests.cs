namespace CapacityRouting.Tests.Failures.Providers;

public sealed class UtilizationTests
{
    [Theory]
    [InlineData("0.0%", 0)]
    [InlineData("73.5%", 0.735)]
    [InlineData(" 0.5% ", 0.005)]
    [InlineData("120%", 1.2)]
    [InlineData("85", 0.85)]
    [InlineData("0.4", 0.4)]
    [InlineData("1", 0.01)]
    [InlineData("0", 0)]
    [InlineData("37", 0.37)]
    [InlineData("100", 1)]
    [InlineData("1.0", 1)]
    [InlineData("1.5", 0.015)]
    [InlineData("1.0%", 0.01)]
    public void Utilization_PercentOrShare_IsAShare(string said, double share) =>
        Assert.Equal(share, ProviderProfile.AzureOpenAIProvisioned.Headers.Utilization(HeaderSet.Response($"azure-openai-deployment-utilization: {said}"))!.Value, 9);

    [Theory]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("-3%")]
    [InlineData("NaN")]
    [InlineData("1e999")]
    [InlineData("busy")]
    public void Utilization_NoNumber_IsNotSaid(string said) =>
        Assert.Null(ProviderProfile.AzureOpenAI.Headers.Utilization(HeaderSet.Response($"azure-openai-deployment-utilization: {said}")));

    [Fact]
    public void Utilization_OfAProviderWithout_IsNotSaid() =>
        Assert.Null(ProviderProfile.OpenAI.Headers.Utilization(HeaderSet.Response("azure-openai-deployment-utilization: 50%")));
}
