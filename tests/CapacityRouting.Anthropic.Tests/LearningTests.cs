using CapacityRouting.ScriptedProvider;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests;

/// <summary>What a success says of the limits is in the snapshot after it.</summary>
public sealed class LearningTests
{
    private static readonly (string Name, string Value)[] Limits =
    [
        ("anthropic-ratelimit-requests-limit", "50"),
        ("anthropic-ratelimit-requests-remaining", "5"),
        ("anthropic-ratelimit-requests-reset", "2026-01-02T00:00:54Z"),
        ("anthropic-ratelimit-input-tokens-limit", "40000"),
        ("anthropic-ratelimit-input-tokens-remaining", "30000"),
        ("anthropic-ratelimit-input-tokens-reset", "2026-01-02T00:00:15Z"),
        ("anthropic-ratelimit-output-tokens-limit", "8000"),
        ("anthropic-ratelimit-output-tokens-remaining", "6000"),
        ("anthropic-ratelimit-output-tokens-reset", "2026-01-02T00:00:15Z"),
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Limits_InTheHeadersOfASuccess_AreLearned(bool streaming)
    {
        Reply answer = streaming
            ? Reply.Events(AnthropicWire.Start, AnthropicWire.BlockStart, AnthropicWire.Text, AnthropicWire.BlockStop, AnthropicWire.Delta, AnthropicWire.Stop)
            : Reply.Json(200, AnthropicWire.Answer);
        await using Provider provider = Provider.Answering(answer with { Headers = Limits });
        using IChatClient client = AnthropicClients.At(provider.Address, Sight.Handler);
        using Trial trial = new(client);

        await trial.AskAsync(streaming);

        Assert.Equal(Trial.First, trial.Report.ServedBy);
        Assert.Equal("the first answers", trial.Text);
        Assert.Equal((50, 5), LimitAndLevel(trial, CapacityDimension.RequestsPerMinute));
        Assert.Equal((40_000, 30_000), LimitAndLevel(trial, CapacityDimension.InputTokensPerMinute));
        Assert.Equal((8_000, 6_000), LimitAndLevel(trial, CapacityDimension.OutputTokensPerMinute));
    }

    private static (long Limit, double Level) LimitAndLevel(Trial trial, CapacityDimension dimension)
    {
        BucketSnapshot bucket = trial.BucketOf(dimension);
        return ((long)bucket.Limit, (double)Math.Round(bucket.Level));
    }
}
