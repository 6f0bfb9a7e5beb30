using Microsoft.Extensions.AI;

namespace CapacityRouting.Simulation.Tests.Providers;

/// <summary>Providers that fall silent: before the answer, or in the middle of it.</summary>
public sealed class SilenceTests
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    [Fact]
    public void Hang_WholeAndStreamed_IsSilentAndThenBreaks()
    {
        // A second to the first token that never comes, and the silence.
        ProviderBench bench = Of(FaultKind.Hang);
        bench.Run(async () =>
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => bench.CallAsync(output: 16));
            Assert.Equal(31, bench.Clock.Elapsed.TotalSeconds, 9);
            await Assert.ThrowsAsync<HttpRequestException>(() => CountAsync(bench));
            Assert.Equal(62, bench.Clock.Elapsed.TotalSeconds, 9);
        });

        Assert.All(bench.Provider.Visits, visit => Assert.Equal((VisitEnd.Broken, FaultKind.Hang), (visit.End, visit.Struck)));
    }

    [Fact]
    public void Stall_AStream_WritesAHalfAndIsSilentThen()
    {
        ProviderBench bench = Of(FaultKind.Stall);
        int written = 0;
        bench.Run(async () => await Assert.ThrowsAsync<HttpIOException>(async () =>
        {
            await foreach (ChatResponseUpdate update in bench.Stream(output: 16))
                written += update.Text.Length / 4;
        }));

        // A second, eight of 16 tokens and the silence.
        Assert.Equal(8, written);
        Assert.Equal(31.8, bench.Provider.Visits[0].EndedAt.TotalSeconds, 9);
    }

    [Fact]
    public void Stall_TheCallerGoes_EndsThen()
    {
        ProviderBench bench = Of(FaultKind.Stall);
        bench.Run(async () =>
        {
            using CancellationTokenSource patience = new(TimeSpan.FromSeconds(5), bench.Time);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.CallAsync(output: 16, cancellationToken: patience.Token));
        });

        Assert.Equal((VisitEnd.Abandoned, 5), (bench.Provider.Visits[0].End, bench.Provider.Visits[0].EndedAt.TotalSeconds));
    }

    private static async Task CountAsync(ProviderBench bench)
    {
        await foreach (ChatResponseUpdate update in bench.Stream(output: 16))
            Assert.Fail($"It is silent, and says {update.Text}.");
    }

    private static ProviderBench Of(FaultKind kind) => new(ProviderBench.Settings() with { Latency = ProviderBench.Slow, Faults = [new(kind) { Silence = Silence }] });
}
