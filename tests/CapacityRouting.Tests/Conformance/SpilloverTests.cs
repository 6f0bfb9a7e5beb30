using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

/// <summary>A call that was spilled over used nothing of the provisioned deployment.</summary>
public sealed class SpilloverTests
{
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public async Task Call_ThatAnotherDeploymentServed_TakesNothingOfTheRoutesLimits(bool streaming, bool isSpilled)
    {
        (string, string)[] own = [("x-ratelimit-limit-requests", "100"), ("x-ratelimit-remaining-requests", "7"), ("x-ms-deployment-name", "standard")];
        StubHandler network = StubHandler.Answering(200, "an answer\n[DONE]", isSpilled ? [.. own, ("x-ms-spillover-from-deployment", "provisioned")] : own);
        ModelRoute route = new("a", new HttpChatClient(new CapacityObserver(network)))
        {
            Profile = ProviderProfile.AzureOpenAI,
            Limits = new() { RequestsPerMinute = 600, TokensPerMinute = 100_000, CostPerDay = 10 },
            Prices = new() { InputPerMillion = 1_000, OutputPerMillion = 1_000 },
        };
        using CapacityAwareChatClient client = Make.Router(new ManualTime(), route);

        ChatResponse answer = await client.AskAsync(streaming);

        IReadOnlyList<BucketSnapshot> buckets = client.Route("a").Buckets;
        Assert.Equal(isSpilled, buckets.Where(bucket => !bucket.IsBudget).All(bucket => bucket.Level == bucket.Burst));
        Assert.True(buckets.Single(bucket => bucket.IsBudget).Level < 10);
        Assert.Equal(isSpilled ? 600 : 100, buckets.Single(bucket => bucket.Dimension == CapacityDimension.RequestsPerMinute).Limit);
        Assert.Equal(isSpilled ? "standard" : null, answer.GetRoutingReport()!.Attempts[0].SpilledTo);
    }

    /// <summary>Provisioned capacity is paid in advance. What spills over is not.</summary>
    [Theory]
    [InlineData(true, true, 2)]
    [InlineData(true, false, 1)]
    [InlineData(false, true, 1)]
    public async Task Call_ThatAnotherDeploymentServed_IsPaidByItsPrices(bool isSpilled, bool hasPrices, double factor)
    {
        (string, string)[] own = isSpilled ? [("x-ms-spillover-from-deployment", "provisioned")] : [];
        ModelRoute route = new("a", new HttpChatClient(new CapacityObserver(StubHandler.Answering(200, "an answer\n[DONE]", own))))
        {
            Profile = ProviderProfile.AzureOpenAI,
            Limits = new() { CostPerDay = 10 },
            Prices = new() { InputPerMillion = 1_000, OutputPerMillion = 1_000 },
            SpilloverPrices = hasPrices ? new() { InputPerMillion = 2_000, OutputPerMillion = 2_000 } : null,
        };
        using CapacityAwareChatClient spilled = Make.Router(new ManualTime(), route);
        using CapacityAwareChatClient plain = Make.Router(new ManualTime(), new ModelRoute("a", new HttpChatClient(StubHandler.Answering(200, "an answer\n[DONE]"))) { Limits = route.Limits, Prices = route.Prices });

        await spilled.AskAsync(streaming: false);
        await plain.AskAsync(streaming: false);

        Assert.Equal(factor, SpentBy(spilled) / SpentBy(plain), precision: 6);

        static double SpentBy(CapacityAwareChatClient client) => 10 - (double)client.Route("a").Buckets.Single(bucket => bucket.IsBudget).Level;
    }
}
