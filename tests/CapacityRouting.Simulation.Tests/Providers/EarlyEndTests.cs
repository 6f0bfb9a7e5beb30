using Microsoft.Extensions.AI;

namespace CapacityRouting.Simulation.Tests.Providers;

/// <summary>What an answer is charged that does not come to its end: of 80 tokens, on a prompt of 100, with 400 as the most.</summary>
public sealed class EarlyEndTests
{
    private const int Limit = 10_000;

    [Theory]
    [InlineData(VisitEnd.Abandoned, 20)] // Two pieces of ten, and the caller leaves.
    [InlineData(VisitEnd.Broken, 40)] // Four of eight, and the connection breaks.
    public void End_BeforeTheLastToken_ChargesWhatWasWrittenOrReserved(VisitEnd end, int written)
    {
        Assert.Equal(100 + written, ChargedTo(ChargeRule.Anthropic, end, written));
        Assert.Equal(500, ChargedTo(ChargeRule.OpenAI, end, written));
        Assert.Equal(100 + written, ChargedTo(ChargeRule.Corrected, end, written));
    }

    [Fact]
    public void End_AnEmptyAnswer_ChargesThePromptAndWhatIsReserved()
    {
        Assert.Equal(100, ChargedTo(ChargeRule.Anthropic, VisitEnd.Broken, written: 0, FaultKind.EmptyAnswer));
        Assert.Equal(500, ChargedTo(ChargeRule.OpenAI, VisitEnd.Broken, written: 0, FaultKind.EmptyAnswer));
        Assert.Equal(100, ChargedTo(ChargeRule.Corrected, VisitEnd.Broken, written: 0, FaultKind.EmptyAnswer));
    }

    /// <summary>What a streamed call of 100 in, 80 out in eight pieces and at most 400 is charged that ends early, by its visit and by the limit.</summary>
    private static long ChargedTo(ChargeRule rule, VisitEnd end, int written, FaultKind fault = FaultKind.MidStreamCut)
    {
        ProviderBench bench = new(ProviderBench.Settings(new ProviderLimit(CapacityDimension.TokensPerMinute, Limit, LimiterShape.FixedWindow)) with
        {
            Charge = rule,
            Faults = end == VisitEnd.Broken ? [new Fault(fault) { Until = TimeSpan.FromTicks(1) }] : [],
        });
        int used = 0;
        bench.Run(async () =>
        {
            await ReadAsync(bench, pieces: end == VisitEnd.Broken ? int.MaxValue : written / 10);
            await bench.UntilAsync(1);
            used = await bench.UsedAsync(Limit);
        });

        ProviderVisit visit = bench.Provider.Visits[0];
        Assert.Equal((end, (long)written, 100L), (visit.End, visit.OutputTokens, visit.InputTokens));
        Assert.Equal(used, visit.ChargedTokens);
        return used;
    }

    private static async Task ReadAsync(ProviderBench bench, int pieces)
    {
        int read = 0;
        try
        {
            await foreach (ChatResponseUpdate update in bench.Stream(100, 80, max: 400))
                if (update.Text.Length > 0 && ++read == pieces)
                    break;
        }
        catch (HttpIOException)
        {
            // Cut, as it is meant to be.
        }
    }
}
