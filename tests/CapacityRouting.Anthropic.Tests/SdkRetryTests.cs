using Anthropic.Core;
using CapacityRouting.ScriptedProvider;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests;

/// <summary>Retries that the SDK makes by itself are seen, counted and told once.</summary>
public sealed class SdkRetryTests
{
    private const int Retries = 2;

    // The SDK heeds it, and so makes no pause.
    private static readonly Reply Busy = Reply.Json(429, AnthropicWire.Error("rate_limit_error", "Busy."), ("retry-after-ms", "1"));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Retries_OfTheSdk_AreCountedAndToldOncePerRoute(bool streaming)
    {
        using CapturingLoggerFactory log = new();
        await using Provider provider = Provider.Answering(Busy);
        using IChatClient client = AnthropicClients.At(provider.Address, new ClientOptions { MaxRetries = Retries }.UseCapacityRouting());
        using Trial trial = new(client, log: log);

        await trial.AskAsync(streaming);
        int? sends = trial.Report.Attempts[0].Sends;
        trial.Time.Advance(TimeSpan.FromMinutes(1));
        await trial.AskAsync(streaming);

        Assert.Equal(1 + Retries, sends);
        Assert.Equal(2 * (1 + Retries), provider.Requests);
        string warning = Assert.Single(log.Messages, message => message.Contains("are repeated below the router", StringComparison.Ordinal));
        Assert.StartsWith("Warning: ", warning, StringComparison.Ordinal);
        Assert.Contains("MaxRetries = 0", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retries_OfTheSdk_AreOffByDefault()
    {
        await using Provider provider = Provider.Answering(Busy);
        using IChatClient client = AnthropicClients.At(provider.Address, new ClientOptions().UseCapacityRouting());
        using Trial trial = new(client);

        await trial.AskAsync(streaming: false);

        Assert.Equal(1, provider.Requests);
        trial.AssertWentOn();
    }
}
