namespace CapacityRouting.Simulation.Tests.Providers;

/// <summary>10 requests and 100 tokens a second, as OpenAI would tell it: after a call of 864 tokens 599 and 5136 are left, for 100 ms and 8.64 s.</summary>
public sealed class HeaderStyleTests
{
    private static readonly ProviderLimit[] Limits =
        [new(CapacityDimension.RequestsPerMinute, 600), new(CapacityDimension.TokensPerMinute, 6000)];

    [Fact]
    public void Full_EveryFigure_IsTheTruthAtOnce()
    {
        ProviderBench bench = Of(HeaderStyle.Full);
        bench.Run(async () =>
        {
            AssertTold(bench.Headers(864), "599", "5136", "600", "6000", "100ms", "8.64s");
            await bench.UntilAsync(8.64);
            AssertTold(bench.Headers(0), "599", "6000", "600", "6000", "100ms", "0s");
        });
    }

    [Fact]
    public void RemainingOnly_LimitsAndResets_AreNotTold()
    {
        ProviderBench bench = Of(HeaderStyle.RemainingOnly);
        bench.Run(() =>
        {
            AssertTold(bench.Headers(864), "599", "5136", null, null, null, null);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public void None_NoLimit_IsTold()
    {
        ProviderBench bench = Of(HeaderStyle.None);
        bench.Run(() =>
        {
            IReadOnlyDictionary<string, string> headers = bench.Headers(864);
            Assert.DoesNotContain(headers.Keys, name => name.Contains("ratelimit", StringComparison.Ordinal));
            Assert.Equal("req_00000001", headers["x-request-id"]);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public void Wrong_LimitsAndRemaining_AreToldAsTwiceWhatTheyAre()
    {
        ProviderBench bench = Of(HeaderStyle.Wrong);
        bench.Run(() =>
        {
            AssertTold(bench.Headers(864), "1198", "10272", "1200", "12000", "100ms", "8.64s");
            return Task.CompletedTask;
        });
    }

    [Fact]
    public void RemainingFactor_Ten_ContradictsTheLimit()
    {
        ProviderBench bench = Of(new HeaderStyle { RemainingFactor = 10 });
        bench.Run(() =>
        {
            AssertTold(bench.Headers(864), "5990", "51360", "600", "6000", "100ms", "8.64s");
            return Task.CompletedTask;
        });
    }

    [Fact]
    public void Factor_AThird_IsToldInWholeNumbers()
    {
        ProviderBench bench = Of(new HeaderStyle { Factor = 1 / 3.0 });
        bench.Run(() =>
        {
            // 599 / 3 = 199.67 and 5136 / 3 = 1712.
            AssertTold(bench.Headers(864), "200", "1712", "200", "2000", "100ms", "8.64s");
            return Task.CompletedTask;
        });
    }

    [Fact]
    public void Stale_ACall_IsInTheHeadersExactlyHalfASecondLater()
    {
        ProviderBench bench = Of(HeaderStyle.Stale);
        bench.Run(async () =>
        {
            await bench.UntilAsync(1);
            AssertTold(bench.Headers(864), "600", "6000", "600", "6000", "0s", "0s");

            // A tick too early, and then as it was right after the call.
            await bench.UntilAsync(1.4999999);
            AssertTold(bench.Headers(0), "600", "6000", "600", "6000", "0s", "0s");
            await bench.UntilAsync(1.5);
            AssertTold(bench.Headers(0), "599", "5136", "600", "6000", "100ms", "8.64s");
        });
    }

    [Fact]
    public void Stale_NothingHappensAnyMore_RefillsAllTheSame()
    {
        ProviderBench bench = Of(HeaderStyle.Stale);
        bench.Run(async () =>
        {
            bench.Headers(864);

            // As of 4 s: 5136 and 4 x 100 tokens, and the 464 that are missing take 4.64 s.
            await bench.UntilAsync(4.5);
            AssertTold(bench.Headers(0), "600", "5536", "600", "6000", "0s", "4.64s");
        });
    }

    [Fact]
    public void Stale_AtTheStart_IsFull()
    {
        ProviderBench bench = Of(HeaderStyle.Stale);
        bench.Run(async () =>
        {
            AssertTold(bench.Headers(864), "600", "6000", "600", "6000", "0s", "0s");
            await bench.UntilAsync(0.4999999);
            AssertTold(bench.Headers(100), "600", "6000", "600", "6000", "0s", "0s");
            await bench.UntilAsync(0.5);
            AssertTold(bench.Headers(0), "599", "5136", "600", "6000", "100ms", "8.64s");
        });
    }

    [Fact]
    public void Stale_WhatARefusedCallAndANeighbourTake_IsToldAsLate()
    {
        // Requests only: 10 a second, of which a neighbour asks for all, one each tenth of a second, the first at once; and refused calls count.
        ProviderBench bench = new(ProviderBench.Settings(Limits) with
        {
            Headers = HeaderStyle.Stale,
            Charge = ChargeRule.OpenAI,
            Neighbours = [new Neighbour(1) { Period = TimeSpan.FromSeconds(0.4) }],
        });
        bench.Run(async () =>
        {
            // At work at 0 and 0.1 s, at rest at 0.2 and 0.3. A call of 6001 tokens is refused at 0.15 and counts.
            await bench.UntilAsync(0.15);
            Assert.NotNull(bench.Receive(6001).Error);
            await bench.UntilAsync(0.55);
            IReadOnlyDictionary<string, string> headers = bench.Headers(1);

            // As of 0.05: one was taken at 0, and half of one has come back. As of 0.15: the two and the refused one, less 1.5.
            Assert.Equal("599", headers["x-ratelimit-remaining-requests"]);
            await bench.UntilAsync(0.65);
            Assert.Equal("598", bench.Headers(1)["x-ratelimit-remaining-requests"]);
        });
    }

    [Fact]
    public void Stale_WhatIsAdmitted_GoesByTheTruth()
    {
        ProviderBench bench = Of(HeaderStyle.Stale);
        bench.Run(async () =>
        {
            await bench.CallAsync(5990, output: 10);
            SimulatedProviderException refused = await bench.RefusedAsync(100);

            Assert.Equal("1000", refused.Headers["retry-after-ms"]);
            Assert.Equal("6000", refused.Headers["x-ratelimit-remaining-tokens"]);
        });
    }

    [Fact]
    public void Refused_TheHeaders_AreThere()
    {
        ProviderBench bench = Of(HeaderStyle.Full);
        bench.Run(async () =>
        {
            bench.Headers(6000);
            AssertTold((await bench.RefusedAsync(100)).Headers, "599", "0", "600", "6000", "100ms", "1m0s");
        });
    }

    [Fact]
    public void Unavailable_NoLimit_IsTold()
    {
        ProviderBench bench = new(ProviderBench.Settings(Limits) with { Faults = [new Fault(FaultKind.Outage)] });
        bench.Run(async () =>
            Assert.DoesNotContain((await bench.RefusedAsync()).Headers.Keys, name => name.Contains("ratelimit", StringComparison.Ordinal)));
    }

    private static ProviderBench Of(HeaderStyle style) => new(ProviderBench.Settings(Limits) with { Headers = style });

    private static void AssertTold(
        IReadOnlyDictionary<string, string> headers,
        string? requests,
        string? tokens,
        string? requestLimit,
        string? tokenLimit,
        string? requestReset,
        string? tokenReset)
    {
        Assert.Equal(requests, headers.GetValueOrDefault("x-ratelimit-remaining-requests"));
        Assert.Equal(tokens, headers.GetValueOrDefault("x-ratelimit-remaining-tokens"));
        Assert.Equal(requestLimit, headers.GetValueOrDefault("x-ratelimit-limit-requests"));
        Assert.Equal(tokenLimit, headers.GetValueOrDefault("x-ratelimit-limit-tokens"));
        Assert.Equal(requestReset, headers.GetValueOrDefault("x-ratelimit-reset-requests"));
        Assert.Equal(tokenReset, headers.GetValueOrDefault("x-ratelimit-reset-tokens"));
    }
}
