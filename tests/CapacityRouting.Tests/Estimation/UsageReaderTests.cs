using CapacityRouting.Estimation;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Estimation;

/// <summary>However the same usage is cut into reports, it is read as the same use.</summary>
public sealed class UsageReaderTests
{
    // Of so few tokens two reports are said so far or in parts alike: the length of the text, which is an estimate, does not tell.
    private const int Few = 32;

    private static readonly TokenCost Cost = new(new() { InputPerMillion = 2.5m, CachedInputPerMillion = 0.25m, OutputPerMillion = 10 });

    private enum Way
    {
        Last,
        Twice,
        SoFar,
        Parts,
        PromptFirst,
        PromptOften,
    }

    /// <summary>Input, cached, output, reasoning, total: as reported, and as read.</summary>
    [Theory]
    [InlineData("1000 0 50 0 1050", "1000 50")]
    [InlineData("1000 0 50 0 0", "1000 50")]
    [InlineData("2809 0 200 11419 14428", "2809 11619")]
    [InlineData("1000 0 500 400 1500", "1000 500")]
    [InlineData("300 700 50 0 1050", "1000 50")]
    [InlineData("300 700 50 60 1110", "1000 110")]
    [InlineData("1000 700 50 0 1050", "1000 50")]
    [InlineData("1000 0 50 0 1080", "1000 80")]
    [InlineData("1000 0 50 0 900", "1000 50")]
    public void Report_OfAProvider_IsReadWithItsTotal(string reported, string read)
    {
        long[] counts = [.. reported.Split(' ').Select(long.Parse)];
        UsageDetails usage = new()
        {
            InputTokenCount = counts[0],
            CachedInputTokenCount = counts[1],
            OutputTokenCount = counts[2],
            ReasoningTokenCount = counts[3],
            TotalTokenCount = counts[4] == 0 ? null : counts[4],
        };

        Assert.Equal(read, $"{UsageReader.Read(usage)!.InputTokenCount} {UsageReader.Read(usage)!.OutputTokenCount}");
    }

    [Theory]
    [InlineData(null, 50L, 1050L, "1000 50")]
    [InlineData(1000L, null, 1050L, "1000 50")]
    public void Report_WithoutAPart_GetsItFromTheTotal(long? input, long? output, long? total, string read)
    {
        UsageDetails usage = UsageReader.Read(new() { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = total })!;

        Assert.Equal(read, $"{usage.InputTokenCount} {usage.OutputTokenCount}");
    }

    [Fact]
    public void Usage_CutIntoReportsInAnyWay_IsTheSame()
    {
        Random random = new(18);
        for (int i = 0; i < (Extent.IsLong ? 1_000_000 : 10_000); i++)
        {
            (long input, long output) = (random.Next(1, 100_000), random.Next(3, 4_000));
            long cached = random.Next(3) == 0 ? random.NextInt64(input + 1) : 0;
            (UsageDetails? read, string how) = Streamed(random, input, cached, output);
            (long tokens, long money) = (Math.Max(Few, (input + output) / 100), Cost.Of(input, cached, output));

            // In money an output token counts four times.
            Assert.True(Math.Abs(Cost.Of(read!.InputTokenCount!.Value, read.CachedInputTokenCount ?? 0, read.OutputTokenCount!.Value) - money) <= Math.Max(Cost.Of(0, 0, Few), money / 25), $"{how}: the cost of {input}/{cached}/{output}");
            Assert.True(read!.InputTokenCount == input && Math.Abs(read.OutputTokenCount!.Value - output) <= tokens, $"{how}: {input}/{output} read as {read.InputTokenCount}/{read.OutputTokenCount}");
        }
    }

    /// <summary>A stream of text whose length is estimated with an error of up to a third.</summary>
    private static (UsageDetails? Read, string How) Streamed(Random random, long input, long cached, long output)
    {
        StreamUsage usage = new();
        Way way = (Way)random.Next(6);
        int chunks = random.Next(1, (int)Math.Min(60, output) + 1);
        bool hasTotal = random.Next(2) == 0;
        bool hasIds = random.Next(2) == 0;
        double error = 0.75 + (random.NextDouble() * 0.55);
        long written = 0;
        for (int chunk = 1; chunk <= chunks; chunk++)
        {
            long part = chunk == chunks ? output - written : Math.Max(1, (output / chunks) + random.Next(-2, 3));
            part = Math.Min(part, output - written - (chunks - chunk));
            written += part;
            bool isLast = chunk == chunks;
            (long? In, long? Out) told = way switch
            {
                Way.SoFar => (input, written),
                Way.Parts => (isLast ? input : null, part),
                Way.PromptFirst => (chunk == 1 ? input : null, isLast ? output : null),
                Way.PromptOften => (input, isLast ? output : null),
                _ => isLast ? (input, output) : (null, null),
            };
            UsageDetails report = new() { InputTokenCount = told.In, CachedInputTokenCount = told.In is null || cached == 0 ? null : cached, OutputTokenCount = told.Out, TotalTokenCount = hasTotal && told is { In: { } i, Out: { } o } ? i + o : null };
            for (int times = way == Way.Twice && isLast ? 2 : 1; times > 0 && (told.In ?? told.Out) is not null; times--)
                usage.Add(report, hasIds ? $"chunk-{chunk}-{times}" : null, (long)(written * error));
        }

        return (usage.Reported, $"{way}, {chunks} chunks, total {hasTotal}, ids {hasIds}, error {error:0.00}");
    }
}
