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
}
