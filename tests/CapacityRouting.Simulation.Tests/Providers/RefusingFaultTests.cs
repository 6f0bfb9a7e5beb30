using Microsoft.Extensions.AI;

namespace CapacityRouting.Simulation.Tests.Providers;

/// <summary>Faults that replace the whole answer.</summary>
public sealed class RefusingFaultTests
{
    [Theory]
    [InlineData(1.0, "1")]
    [InlineData(7.0, "7")]
    [InlineData(null, null)]
    public void StrayRefusal_AnyDialect_StatesItsWaitAndNoFigure(double? wait, string? retryAfter)
    {
        foreach (ProviderDialect dialect in Enum.GetValues<ProviderDialect>())
        {
            Fault stray = new(FaultKind.StrayRefusal) { Wait = wait is { } seconds ? TimeSpan.FromSeconds(seconds) : null };
            ProviderBench bench = new(ProviderBench.Settings() with { Dialect = dialect, Faults = [stray] });
            bench.Run(async () =>
            {
                SimulatedProviderException refused = await bench.RefusedAsync();

                Assert.Equal(429, (int?)refused.StatusCode);
                Assert.Equal(retryAfter, refused.Headers.GetValueOrDefault("retry-after"));
                Assert.Contains("Too many requests. Please slow down.", refused.Body, StringComparison.Ordinal);
            });
            Assert.Equal((VisitEnd.RateLimited, FaultKind.StrayRefusal), (bench.Provider.Visits[0].End, bench.Provider.Visits[0].Struck));
        }
    }

    [Fact]
    public void ServerError_ACall_IsAFiveHundred()
    {
        ProviderBench bench = Of(new Fault(FaultKind.ServerError));
        bench.Run(async () => Assert.Equal(500, (int?)(await bench.RefusedAsync()).StatusCode));

        Assert.Equal((VisitEnd.Unavailable, FaultKind.ServerError), (bench.Provider.Visits[0].End, bench.Provider.Visits[0].Struck));
    }

    [Fact]
    public void Reset_ACall_HasNoResponse()
    {
        ProviderBench bench = Of(new Fault(FaultKind.Reset));
        bench.Run(async () =>
        {
            HttpRequestException broken = await Assert.ThrowsAsync<HttpRequestException>(() => bench.CallAsync());
            Assert.Equal((null, HttpRequestError.ResponseEnded), (broken.StatusCode, broken.HttpRequestError));
        });

        Assert.Equal(VisitEnd.Unavailable, bench.Provider.Visits[0].End);
    }

    [Fact]
    public void EveryNth_ACallThatComesAgain_IsStruckOnce()
    {
        // Every second call of the workload: the second and the fourth.
        RunResult run = Simulator.Run(new()
        {
            Workload = new("four", Enumerable.Range(0, 4).Select(at => new SimulatedCall(TimeSpan.FromSeconds(at), 100, 10))),
            Providers = [new() { Name = "a", Faults = [new(FaultKind.ServerError) { EveryNth = 2 }] }],
            Router = context => new Twice(context.Clients[0]),
            StreamShare = 0,
        });

        Assert.All(run.Calls, call => Assert.Equal(CallOutcome.Served, call.Outcome));
        Assert.Equal([(0, false), (1, true), (1, false), (2, false), (3, true), (3, false)], run.Visits.Select(visit => (visit.Call, visit.Struck is not null)));
    }

    private static ProviderBench Of(Fault fault) => new(ProviderBench.Settings() with { Faults = [fault] });

    /// <summary>Asks once more after any failure.</summary>
    private sealed class Twice(IChatClient client) : DelegatingChatClient(client)
    {
        public override async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            try
            {
                return await base.GetResponseAsync(messages, options, cancellationToken);
            }
            catch (HttpRequestException)
            {
                return await base.GetResponseAsync(messages, options, cancellationToken);
            }
        }
    }
}
