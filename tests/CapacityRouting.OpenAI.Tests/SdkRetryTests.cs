using System.ClientModel.Primitives;
using CapacityRouting.ScriptedProvider;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using OpenAI;

namespace CapacityRouting.Tests;

/// <summary>Retries that the SDK makes by itself are seen, counted and told once.</summary>
public sealed class SdkRetryTests
{
    private const int Retries = 2;

    private static readonly Reply Busy = Reply.Json(429, OpenAIWire.Error("Rate limit reached for gpt-test on requests per min (RPM).", "requests", "rate_limit_exceeded"));

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Retries_OfTheSdk_AreCounted(bool byHandler, bool streaming)
    {
        await using Provider provider = Provider.Answering(Busy);
        using IChatClient client = OpenAIClients.At(provider.Address, Retrying(byHandler));
        using Trial trial = new(client, OpenAIClients.RoutingAt(Sight.Policy));

        await trial.AskAsync(streaming);

        Assert.Equal(1 + Retries, provider.Requests);
        Assert.Equal(1 + Retries, trial.Report.Attempts[0].Sends);
        Assert.Equal(FailureKind.RateLimited, trial.Failure.Kind);
        trial.AssertWentOn();
    }

    [Fact]
    public async Task Retries_OfTheSdk_AreToldOncePerRouteWithTheLineThatTurnsThemOff()
    {
        using CapturingLoggerFactory log = new();
        await using Provider provider = Provider.Answering(Reply.Json(500, "{}"));
        using IChatClient client = OpenAIClients.At(provider.Address, Retrying(byHandler: false));
        using Trial trial = new(client, OpenAIClients.RoutingAt(Sight.Policy), log);

        await trial.AskAsync(streaming: false);
        await trial.AskAsync(streaming: false);

        Assert.Equal(2 * (1 + Retries), provider.Requests);
        string warning = Assert.Single(log.Messages, message => message.Contains("are repeated below the router", StringComparison.Ordinal));
        Assert.StartsWith("Warning: ", warning, StringComparison.Ordinal);
        Assert.Contains(Trial.First, warning, StringComparison.Ordinal);
        Assert.Contains("RetryPolicy = new ClientRetryPolicy(0)", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retries_OfTheSdk_AreOffByDefault()
    {
        using CapturingLoggerFactory log = new();
        await using Provider provider = Provider.Answering(Busy);
        using IChatClient client = OpenAIClients.At(provider.Address, new OpenAIClientOptions().UseCapacityRouting());
        using Trial trial = new(client, OpenAIClients.RoutingAt(Sight.Policy), log);

        await trial.AskAsync(streaming: false);

        Assert.Equal(1, provider.Requests);
        Assert.DoesNotContain(log.Messages, message => message.Contains("are repeated below the router", StringComparison.Ordinal));
    }

    private static OpenAIClientOptions Retrying(bool byHandler)
    {
        OpenAIClientOptions options = new() { RetryPolicy = new RetryAtOnce(Retries) };
        if (!byHandler)
            return options.UseCapacityRouting();
        options.Transport = new HttpClientPipelineTransport(new HttpClient(new CapacityObserver()));
        return options;
    }
}
