using CapacityRouting.ScriptedProvider;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests;

/// <summary>What a success says of the limits is in the snapshot after it.</summary>
public sealed class LearningTests
{
    private static readonly (string Name, string Value)[] Limits =
    [
        ("x-ratelimit-limit-requests", "500"),
        ("x-ratelimit-remaining-requests", "400"),
        ("x-ratelimit-reset-requests", "12s"),
        ("x-ratelimit-limit-tokens", "30000"),
        ("x-ratelimit-remaining-tokens", "20000"),
        ("x-ratelimit-reset-tokens", "20s"),
    ];

    [Theory]
    [InlineData(nameof(Sight.Handler), false)]
    [InlineData(nameof(Sight.Handler), true)]
    [InlineData(nameof(Sight.Policy), false)]
    [InlineData(nameof(Sight.Policy), true)]
    public async Task Limits_InTheHeadersOfASuccess_AreLearned(string seenBy, bool streaming)
    {
        Reply answer = streaming ? Reply.Events(OpenAIWire.RoleChunk, OpenAIWire.TextChunk, OpenAIWire.StopChunk, OpenAIWire.Done) : Reply.Json(200, OpenAIWire.Answer);
        await using Provider provider = Provider.Answering(answer with { Headers = Limits });
        using IChatClient client = OpenAIClients.At(provider.Address, Enum.Parse<Sight>(seenBy));
        using Trial trial = new(client);

        await trial.AskAsync(streaming);

        Assert.Equal(Trial.First, trial.Report.ServedBy);
        BucketSnapshot requests = trial.BucketOf(CapacityDimension.RequestsPerMinute);
        BucketSnapshot tokens = trial.BucketOf(CapacityDimension.TokensPerMinute);
        Assert.Equal((500, 400), (requests.Limit, Math.Round(requests.Level)));
        Assert.Equal((30_000, 20_000), (tokens.Limit, Math.Round(tokens.Level)));
    }
}
