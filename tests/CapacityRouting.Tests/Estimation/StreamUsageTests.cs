using CapacityRouting.Estimation;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Estimation;

public sealed class StreamUsageTests
{
    [Fact]
    public void Reported_Nothing_IsNull() => Assert.Null(new StreamUsage().Reported);

    [Theory]
    [InlineData("1000/20", 1_000, 20)]
    [InlineData("1000/10 1000/20 1000/30 1000/50", 1_000, 50)]
    [InlineData("1000/8 0/500", 1_000, 500)]
    [InlineData("1000/1 -/500", 1_000, 500)]
    [InlineData("-/500 1000/-", 1_000, 500)]
    [InlineData("1000/50 1000/50", 1_000, 50)]
    [InlineData("1000/10 1040/20 1040/30", 1_040, 30)]
    [InlineData("1000/10 1000/50 1000/48", 1_000, 50)]
    public void Reported_ReadingsOfOneUse_AreTheHighest(string reports, int input, int output)
    {
        UsageDetails usage = Of(reports, flowed: output)!;

        Assert.Equal((input, output), (usage.InputTokenCount, usage.OutputTokenCount));
        Assert.Equal(input + output, usage.TotalTokenCount ?? input + output);
    }

    [Theory]
    [InlineData("1000/20 1000/30 1000/10", 60, 60)]
    [InlineData("1000/1000 1000/1000", 2000, 1000)]
    [InlineData("1000/1000", 2000, 1000)]
    [InlineData("1000/1 -/1 -/1 -/1 -/1 -/1", 6, 6)]
    [InlineData("1000/20 1000/30 1000/10", 5, 30)]
    [InlineData("1000/9000 1000/8000", 100, 9_000)]
    public void Reported_ReadingsThatDoNotRise_AddUpWhereThatIsNearerToWhatFlowed(string reports, int flowed, int output) =>
        Assert.Equal(output, Of(reports, flowed)!.OutputTokenCount);

    [Fact]
    public void Reported_SeveralResponses_AddUp()
    {
        StreamUsage usage = new();
        usage.Add(Details(1_000, 50), "one", flowed: 50);
        usage.Add(Details(1_000, 60), "one", flowed: 60);
        usage.Add(Details(1_100, 70), "two", flowed: 130);
        usage.Add(Details(1_100, 90), null, flowed: 150);

        UsageDetails all = usage.Reported!;

        Assert.Equal((2_100, 150, 2_250), (all.InputTokenCount, all.OutputTokenCount, all.TotalTokenCount));
    }

    [Fact]
    public void Reported_WithAnIdOfItsOwnForEachChunk_IsOfOneResponse()
    {
        StreamUsage usage = new();
        for (int written = 1; written <= 51; written++)
            usage.Add(Details(1_000, written), $"chunk-{written}", flowed: written);

        Assert.Equal((1_000, 51), (usage.Reported!.InputTokenCount, usage.Reported.OutputTokenCount));
    }

    [Theory]
    [InlineData(1L << 31)]
    [InlineData(long.MaxValue)]
    [InlineData(UsageReader.Most + 1)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public void Reported_BeyondReason_IsNotReported(long tokens)
    {
        StreamUsage usage = new();
        usage.Add(Details(tokens, 7), response: null, flowed: 7);
        Assert.Equal((null, 7), (usage.Reported!.InputTokenCount, usage.Reported.OutputTokenCount));

        StreamUsage nothing = new();
        nothing.Add(Details(tokens, tokens), response: null, flowed: 7);
        Assert.Null(nothing.Reported);
    }

    [Fact]
    public void Plausible_AReportWithinReason_IsTheSameInstance()
    {
        UsageDetails usage = Details(UsageReader.Most / 2, UsageReader.Most / 2);

        Assert.Same(usage, UsageReader.Read(usage));
        Assert.Null(UsageReader.Read(null));
    }

    [Fact]
    public void Plausible_AnAbsurdCount_IsDroppedAlone()
    {
        UsageDetails? usage = UsageReader.Read(Details(1L << 40, 5));

        Assert.Equal((null, 5, null), (usage!.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount));
    }

    private static UsageDetails Details(long input, long output) =>
        new() { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = unchecked(input + output) };

    /// <summary>Reports as "input/output", a hyphen for what is not told.</summary>
    private static UsageDetails? Of(string reports, int flowed)
    {
        StreamUsage usage = new();
        foreach (string report in reports.Split(' '))
        {
            string[] counts = report.Split('/');
            usage.Add(new() { InputTokenCount = Count(counts[0]), OutputTokenCount = Count(counts[1]) }, response: null, flowed);
        }

        return usage.Reported;
    }

    private static long? Count(string told) => told == "-" ? null : long.Parse(told);
}
