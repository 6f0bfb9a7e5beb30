using Azure.AI.OpenAI;
using CapacityRouting.ScriptedProvider;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests;

/// <summary>The retries that the Azure SDK brings along are off, and those that its user wants are made and counted.</summary>
public sealed class SdkRetryTests
{
    private const int Retries = 2;

    public static TheoryData<string, int, bool> Refusals
    {
        get
        {
            TheoryData<string, int, bool> refusals = [];
            foreach (string options in OptionsTable.Names)
                foreach (int status in new[] { 429, 500, 503 })
                    foreach (bool streaming in new[] { false, true })
                        refusals.Add(options, status, streaming);
            return refusals;
        }
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Call_OfADeploymentThatRefuses_IsSentOnceAndServedByTheNextRoute(string options, int status, bool streaming)
    {
        using CapturingLoggerFactory log = new();
        await using Provider provider = Provider.Answering(Refusal(status));
        using IChatClient client = AzureOpenAIClients.At(provider.Address, OptionsTable.Make(options).UseCapacityRouting());
        using Trial trial = new(client, new CapacityRoutingOptions().UseOpenAI(), log);

        await trial.AskAsync(streaming);

        Assert.Equal(1, provider.Requests);
        Assert.Equal(1, trial.Report.Attempts[0].Sends);
        Assert.Equal(TimeSpan.FromSeconds(7), trial.Failure.RetryAfter);
        Assert.DoesNotContain(log.Messages, message => message.Contains("SDK retries", StringComparison.Ordinal));
        trial.AssertWentOn();
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Call_WithAPolicyOfTheUsers_IsRetriedAsThatSays(bool derived, bool streaming)
    {
        AzureOpenAIClientOptions options = derived ? new DerivedOptions(new RetryAtOnce(Retries)) : new() { RetryPolicy = new RetryAtOnce(Retries) };
        await using Provider provider = Provider.Answering(Refusal(429));
        using IChatClient client = AzureOpenAIClients.At(provider.Address, options.UseCapacityRouting());
        using Trial trial = new(client, new CapacityRoutingOptions().UseOpenAI());

        await trial.AskAsync(streaming);

        Assert.Equal(1 + Retries, provider.Requests);
        Assert.Equal(1 + Retries, trial.Report.Attempts[0].Sends);
        trial.AssertWentOn();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_OfADeploymentThatAnswers_TeachesItsLimits(bool streaming)
    {
        Reply answer = streaming ? Reply.Events(OpenAIWire.RoleChunk, OpenAIWire.TextChunk, OpenAIWire.StopChunk, OpenAIWire.Done) : Reply.Json(200, OpenAIWire.Answer);
        await using Provider provider = Provider.Answering(answer with { Headers = [("x-ratelimit-limit-requests", "500"), ("x-ratelimit-remaining-requests", "400")] });
        using IChatClient client = AzureOpenAIClients.At(provider.Address, new AzureOpenAIClientOptions().UseCapacityRouting());
        using Trial trial = new(client);

        await trial.AskAsync(streaming);

        Assert.Equal("the first answers", trial.Text);
        Assert.Equal(1, trial.Report.Attempts[0].Sends);
        Assert.Equal(500, trial.BucketOf(CapacityDimension.RequestsPerMinute).Limit);
    }

    private static Reply Refusal(int status) =>
        Reply.Json(status, OpenAIWire.Error("Please retry after 7 seconds.", "requests", code: null), ("Retry-After", "7"));
}
