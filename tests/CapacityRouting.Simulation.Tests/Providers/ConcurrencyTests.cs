using Microsoft.Extensions.AI;

namespace CapacityRouting.Simulation.Tests.Providers;

/// <summary>Two calls at once: the first token comes after a second, and each of ten tokens takes a tenth more. A call of ten ends after two.</summary>
public sealed class ConcurrencyTests
{
    private readonly ProviderBench _bench = BenchOf();

    [Fact]
    public void MaxConcurrentRequests_Reached_RefusesWithoutAWait()
    {
        _bench.Run(async () =>
        {
            Task calls = Task.WhenAll(_bench.CallAsync(output: 10), _bench.CallAsync(output: 10));
            SimulatedProviderException refused = await _bench.RefusedAsync();

            Assert.Equal(429, (int?)refused.StatusCode);
            Assert.Contains("concurrent", refused.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("retry-after", refused.Headers.Keys);
            await calls;
        });

        Assert.Equal(2, _bench.Provider.PeakInFlight);
        Assert.Equal(2, _bench.Provider.Count(VisitEnd.Answered));
        Assert.Equal(1, _bench.Provider.Count(VisitEnd.RateLimited));
    }

    [Fact]
    public void Slot_AnAnswer_FreesItAtItsEndAndNotBefore()
    {
        _bench.Run(async () =>
        {
            Task calls = Task.WhenAll(_bench.CallAsync(output: 10), _bench.CallAsync(output: 10));
            await _bench.UntilAsync(1.999);
            Assert.Equal(0, await FreeAsync());
            await calls;
            Assert.Equal(TimeSpan.FromSeconds(2), _bench.Clock.Elapsed);
            Assert.Equal(2, await FreeAsync());
        });
    }

    [Fact]
    public void Slot_AStream_IsFreeBeforeTheCallerSeesItsEnd()
    {
        _bench.Run(async () =>
        {
            Task other = _bench.CallAsync(output: 20);
            List<int> free = [];
            await foreach (ChatResponseUpdate _ in _bench.Stream(output: 10))
                free.Add(await FreeAsync());

            // The empty one, eight pieces, and the one that says that it is over.
            Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 0, 1], free);
            await other;
        });
    }

    [Theory]
    [InlineData(FaultKind.MidStreamCut, true)]
    [InlineData(FaultKind.MidStreamCut, false)]
    [InlineData(FaultKind.ErrorInStream, true)]
    [InlineData(FaultKind.ErrorInStream, false)]
    [InlineData(FaultKind.EmptyAnswer, true)]
    [InlineData(FaultKind.EmptyAnswer, false)]
    public void Slot_ABrokenAnswer_FreesIt(FaultKind fault, bool isStream)
    {
        ProviderBench bench = BenchOf(new Fault(fault) { Until = TimeSpan.FromSeconds(0.5) });
        bench.Run(async () =>
        {
            await Record.ExceptionAsync(() => isStream ? ReadAsync(bench.Stream(output: 10)) : bench.CallAsync(output: 10));
            Assert.Equal(2, await FreeAsync(bench));
        });

        Assert.Equal(VisitEnd.Broken, bench.Provider.Visits[0].End);
    }

    [Theory]
    [InlineData(0.5)] // Before the first token.
    [InlineData(1.5)] // Between tokens.
    public void Slot_ACancelledCall_FreesItAtOnce(double at)
    {
        _bench.Run(async () =>
        {
            using CancellationTokenSource source = new();
            Task call = _bench.CallAsync(output: 10, cancellationToken: source.Token);
            await _bench.UntilAsync(at);
            Assert.Equal(1, await FreeAsync());
            source.Cancel();
            Assert.Equal(2, await FreeAsync());
            await Assert.ThrowsAsync<TaskCanceledException>(() => call);
        });

        Assert.Equal(VisitEnd.Abandoned, _bench.Provider.Visits[0].End);
        Assert.Equal(TimeSpan.FromSeconds(at), _bench.Provider.Visits[0].EndedAt);
    }

    [Fact]
    public void Slot_AStreamLeftEarly_FreesItWhenItIsDisposed()
    {
        _bench.Run(async () =>
        {
            IAsyncEnumerator<ChatResponseUpdate> stream = _bench.Stream(output: 10).GetAsyncEnumerator();
            Assert.True(await stream.MoveNextAsync());
            Assert.True(await stream.MoveNextAsync());

            // A client that only stops reading keeps its connection, and so its slot.
            await _bench.UntilAsync(60);
            Assert.Equal(1, await FreeAsync());
            await stream.DisposeAsync();
            Assert.Equal(2, await FreeAsync());
        });

        Assert.Equal(VisitEnd.Abandoned, _bench.Provider.Visits[0].End);
        Assert.Equal(TimeSpan.FromSeconds(60), _bench.Provider.Visits[0].EndedAt);
    }

    [Fact]
    public void Slot_AStreamThatIsNeverRead_IsNotTaken()
    {
        _bench.Run(async () =>
        {
            IAsyncEnumerator<ChatResponseUpdate> stream = _bench.Stream(output: 10).GetAsyncEnumerator();
            await stream.DisposeAsync();
        });

        Assert.Empty(_bench.Provider.Visits);
    }

    [Fact]
    public void Slot_ARefusedCall_TakesNone()
    {
        ProviderBench bench = new(ProviderBench.Settings(new ProviderLimit(CapacityDimension.RequestsPerMinute, 1)) with
        {
            MaxConcurrentRequests = 1,
            Latency = ProviderBench.Slow,
        });
        bench.Run(async () =>
        {
            await bench.CallAsync(output: 10);

            // The limit has none left; the refusal takes half a second to arrive, and the slot stays free all the while.
            Task refusal = bench.RefusedAsync();
            Assert.Contains("requests per min", (await bench.RefusedAsync()).Body, StringComparison.Ordinal);
            await refusal;
        });

        Assert.Equal(1, bench.Provider.PeakInFlight);
    }

    [Fact]
    public void Visit_CancelledWhileItsRefusalIsOnTheWay_StaysRefused()
    {
        _bench.Run(async () =>
        {
            Task calls = Task.WhenAll(_bench.CallAsync(output: 10), _bench.CallAsync(output: 10));
            using CancellationTokenSource source = new();
            Task refused = _bench.CallAsync(cancellationToken: source.Token);
            source.Cancel();
            await Assert.ThrowsAsync<TaskCanceledException>(() => refused);
            await calls;
        });

        Assert.Equal(VisitEnd.RateLimited, _bench.Provider.Visits[2].End);
        Assert.Equal(2, _bench.Provider.PeakInFlight);
    }

    private static ProviderBench BenchOf(params Fault[] faults) =>
        new(ProviderBench.Settings() with { MaxConcurrentRequests = 2, Latency = ProviderBench.Slow, Faults = faults });

    private static async Task ReadAsync(IAsyncEnumerable<ChatResponseUpdate> stream)
    {
        await foreach (ChatResponseUpdate _ in stream)
        {
            // Only to its end.
        }
    }

    /// <summary>How many of two calls would be taken in now: they are cancelled at once.</summary>
    private static async Task<int> FreeAsync(ProviderBench bench)
    {
        using CancellationTokenSource source = new();
        Task[] calls = [bench.CallAsync(cancellationToken: source.Token), bench.CallAsync(cancellationToken: source.Token)];
        int free = bench.Provider.Visits.TakeLast(2).Count(visit => visit.End == VisitEnd.None);
        source.Cancel();
        await ((Task)Task.WhenAll(calls)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return free;
    }

    private Task<int> FreeAsync() => FreeAsync(_bench);
}
