using CapacityRouting.Simulation.Providers;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Simulation.Tests.Providers;

public sealed class FaultTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void BrownOut_TheFirstToken_TakesSoManyTimesAsLong()
    {
        // 1 s to the first token and 1 s for ten: 3 x 1 + 1 while it lasts.
        ProviderBench bench = Of(ProviderBench.Slow, new Fault(FaultKind.BrownOut) { From = Second, Until = 10 * Second, Slowness = 3 });
        bench.Run(async () =>
        {
            await bench.CallAsync(output: 10);
            await bench.CallAsync(output: 10);
            await bench.UntilAsync(10);
            await bench.CallAsync(output: 10);
        });

        Assert.Equal([2.0, 4, 2], Durations(bench));
    }

    [Fact]
    public void BrownOut_NoFactorStated_IsTenTimes()
    {
        ProviderBench bench = Of(ProviderBench.Slow, new Fault(FaultKind.BrownOut));
        bench.Run(() => bench.CallAsync(output: 10));

        Assert.Equal([11.0], Durations(bench));
    }

    [Fact]
    public void MidStreamCut_AStream_BreaksOffInItsMiddle()
    {
        ProviderBench bench = Of(new Fault(FaultKind.MidStreamCut));
        int written = 0;
        bench.Run(async () =>
        {
            HttpIOException cut = await Assert.ThrowsAsync<HttpIOException>(async () =>
            {
                await foreach (ChatResponseUpdate update in bench.Stream(output: 16))
                    written += update.Text.Length / 4;
            });
            Assert.Equal(HttpRequestError.ResponseEnded, cut.HttpRequestError);
        });

        // 16 tokens are eight pieces of two; four of them are written.
        Assert.Equal(8, written);
        Assert.Equal((VisitEnd.Broken, 8L), (bench.Provider.Visits[0].End, bench.Provider.Visits[0].OutputTokens));
    }

    [Fact]
    public void MidStreamCut_AWholeAnswer_BreaksOffToo()
    {
        ProviderBench bench = Of(ProviderBench.Slow, new Fault(FaultKind.MidStreamCut));
        bench.Run(() => Assert.ThrowsAsync<HttpIOException>(() => bench.CallAsync(output: 16)));

        // 1 s and eight of 16 tokens.
        Assert.Equal([1.8], Durations(bench));
    }

    [Fact]
    public void MidStreamCut_AnAnswerOfOneToken_BreaksOffBeforeIt()
    {
        ProviderBench bench = Of(new Fault(FaultKind.MidStreamCut));
        bench.Run(() => Assert.ThrowsAsync<HttpIOException>(() => bench.CallAsync(output: 1)));

        Assert.Equal(0, bench.Provider.Visits[0].OutputTokens);
    }

    [Theory]
    [InlineData(ProviderDialect.OpenAI, "server_error", "The server had an error while processing your request.")]
    [InlineData(ProviderDialect.AzureOpenAI, "server_error", "The server had an error while processing your request.")]
    [InlineData(ProviderDialect.AzureOpenAIProvisioned, "server_error", "The server had an error while processing your request.")]
    [InlineData(ProviderDialect.Anthropic, "api_error", "Internal server error")]
    public void ErrorInStream_AStream_EndsInTheErrorOfItsProvider(ProviderDialect dialect, string code, string message)
    {
        ProviderBench bench = new(ProviderBench.Settings() with { Dialect = dialect, Faults = [new Fault(FaultKind.ErrorInStream)] });
        List<ChatResponseUpdate> updates = [];
        bench.Run(async () =>
        {
            await foreach (ChatResponseUpdate update in bench.Stream(output: 16))
                updates.Add(update);
        });

        Assert.Equal(8 * 4, updates.Sum(update => update.Text.Length));
        ErrorContent error = Assert.Single(updates[^1].Contents.OfType<ErrorContent>());
        Assert.Equal(code, error.ErrorCode);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.All(updates, update => Assert.Null(update.FinishReason));
        Assert.Equal((VisitEnd.Broken, 8L), (bench.Provider.Visits[0].End, bench.Provider.Visits[0].OutputTokens));
    }

    [Fact]
    public void ErrorInStream_AWholeAnswer_IsAServerErrorInItsPlace()
    {
        ProviderBench bench = Of(new Fault(FaultKind.ErrorInStream));
        bench.Run(async () => Assert.Equal(500, (int?)(await bench.RefusedAsync(output: 16)).StatusCode));

        Assert.Equal((VisitEnd.Broken, 8L), (bench.Provider.Visits[0].End, bench.Provider.Visits[0].OutputTokens));
    }

    [Fact]
    public void EmptyAnswer_WholeAndStreamed_IsASuccessWithoutContent()
    {
        ProviderBench bench = Of(ProviderBench.Slow, new Fault(FaultKind.EmptyAnswer));
        bench.Run(async () =>
        {
            ChatResponse response = await bench.CallAsync(output: 16);
            Assert.Equal(("", ChatFinishReason.Stop, 0L), (response.Text, response.FinishReason, response.Usage?.OutputTokenCount));
            await foreach (ChatResponseUpdate update in bench.Stream(output: 16))
                Assert.Equal("", update.Text);
        });

        Assert.All(bench.Provider.Visits, visit => Assert.Equal((VisitEnd.Broken, 0L), (visit.End, visit.OutputTokens)));

        // The first token's second, and no token.
        Assert.Equal([1.0, 1], Durations(bench));
    }

    [Fact]
    public void Faults_TwoAtOnce_BothStrike()
    {
        // Three times the second to the first token, and then it breaks off after eight of 16 tokens.
        ProviderBench bench = Of(ProviderBench.Slow, new Fault(FaultKind.MidStreamCut), new Fault(FaultKind.BrownOut) { Slowness = 3 });
        bench.Run(() => Assert.ThrowsAsync<HttpIOException>(() => bench.CallAsync(output: 16)));

        Assert.Equal([3.8], Durations(bench));
    }

    [Fact]
    public void Faults_TwoBrownOuts_Multiply()
    {
        ProviderBench bench = Of(ProviderBench.Slow, new Fault(FaultKind.BrownOut) { Slowness = 3 }, new Fault(FaultKind.BrownOut) { Slowness = 2 });
        bench.Run(() => bench.CallAsync(output: 10));

        Assert.Equal([7.0], Durations(bench));
    }

    [Fact]
    public void Faults_AnOutageAndAnother_TheOutageComesFirst()
    {
        ProviderBench bench = Of(new Fault(FaultKind.MidStreamCut), new Fault(FaultKind.Outage));
        bench.Run(async () => Assert.Equal(503, (int?)(await bench.RefusedAsync(output: 16)).StatusCode));

        Assert.Equal(0, bench.Provider.PeakInFlight);
    }

    [Fact]
    public void Faults_EmptyAndCut_BreakOffBeforeAnything()
    {
        ProviderBench bench = Of(new Fault(FaultKind.MidStreamCut), new Fault(FaultKind.EmptyAnswer));
        bench.Run(() => Assert.ThrowsAsync<HttpIOException>(() => bench.CallAsync(output: 16)));

        Assert.Equal(0, bench.Provider.Visits[0].OutputTokens);
    }

    [Fact]
    public void Faults_OneThatIsOver_DoesNotChangeWhatChanceDecides()
    {
        // A fault draws its lot only while it lasts: without it everything is as before.
        LatencyModel jittered = new() { Refusal = TimeSpan.Zero };
        Fault over = new(FaultKind.MidStreamCut) { Until = TimeSpan.FromTicks(1), Share = 0.5 };
        Assert.Equal(Run(jittered), Run(jittered, over));

        static double[] Run(LatencyModel latency, params Fault[] faults)
        {
            ProviderBench bench = Of(latency, faults);
            bench.Run(async () =>
            {
                await bench.UntilAsync(1);
                for (int i = 0; i < 20; i++)
                    await bench.CallAsync();
            });
            return [.. Durations(bench)];
        }
    }

    [Fact]
    public void For_AnyPlan_SplitsTheWholeAnswerIntoEightPiecesAtMost()
    {
        for (int output = 1; output < 200; output++)
        {
            AnswerPlan plan = AnswerPlan.For(new(0, "gpt", IsStream: true, 40, 10, output, null), ProviderBench.Settings(), new Random(1), _ => false);
            Assert.Equal(output, plan.Pieces.Sum());
            Assert.Equal(Math.Min(8, output), plan.Pieces.Length);
            Assert.All(plan.Pieces, piece => Assert.InRange(piece, output / plan.Pieces.Length, (output / plan.Pieces.Length) + 1));
        }
    }

    private static ProviderBench Of(params Fault[] faults) => Of(ProviderBench.Instant, faults);

    private static ProviderBench Of(LatencyModel latency, params Fault[] faults) => new(ProviderBench.Settings() with { Latency = latency, Faults = faults });

    private static IEnumerable<double> Durations(ProviderBench bench) => bench.Provider.Visits.Select(visit => (visit.EndedAt - visit.At).TotalSeconds);
}
