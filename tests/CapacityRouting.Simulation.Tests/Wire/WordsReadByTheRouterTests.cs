using CapacityRouting.Simulation.Tests.Providers;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Simulation.Tests.Wire;

/// <summary>What each dialect says, the real router understands: kind, status and wait, of whole answers and of streams.</summary>
public sealed class WordsReadByTheRouterTests
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(20);

    public static TheoryData<ProviderDialect, bool> Cases
    {
        get
        {
            TheoryData<ProviderDialect, bool> cases = [];
            foreach (ProviderDialect dialect in Enum.GetValues<ProviderDialect>())
            {
                cases.Add(dialect, false);
                cases.Add(dialect, true);
            }

            return cases;
        }
    }

    // The wait is 29.75 s when the call comes, and its answer takes 20 ms. Azure's words are in whole seconds.
    public static TheoryData<ProviderDialect, RetryAfterStyle, double> Waits => new()
    {
        { ProviderDialect.OpenAI, RetryAfterStyle.Exact, 29.75 },
        { ProviderDialect.OpenAI, RetryAfterStyle.Rounded, 30 },
        { ProviderDialect.OpenAI, RetryAfterStyle.Prose, 29.75 },
        { ProviderDialect.OpenAI, RetryAfterStyle.Lying, 14.875 },
        { ProviderDialect.AzureOpenAI, RetryAfterStyle.Exact, 29.75 },
        { ProviderDialect.AzureOpenAI, RetryAfterStyle.Rounded, 30 },
        { ProviderDialect.AzureOpenAI, RetryAfterStyle.Prose, 30 },
        { ProviderDialect.AzureOpenAI, RetryAfterStyle.Lying, 14.875 },
        { ProviderDialect.AzureOpenAIProvisioned, RetryAfterStyle.Exact, 29.75 },
        { ProviderDialect.AzureOpenAIProvisioned, RetryAfterStyle.Rounded, 30 },
        { ProviderDialect.AzureOpenAIProvisioned, RetryAfterStyle.Prose, 30 },
        { ProviderDialect.AzureOpenAIProvisioned, RetryAfterStyle.Lying, 14.875 },
        { ProviderDialect.Anthropic, RetryAfterStyle.Exact, 29.75 },
        { ProviderDialect.Anthropic, RetryAfterStyle.Rounded, 30 },
        { ProviderDialect.Anthropic, RetryAfterStyle.Prose, 29.75 },
        { ProviderDialect.Anthropic, RetryAfterStyle.Lying, 14.875 },
    };

    [Theory]
    [MemberData(nameof(Waits))]
    public void RateLimited_ByRequests_TheWaitIsReadExactly(ProviderDialect dialect, RetryAfterStyle style, double wait)
    {
        foreach (bool isStream in new[] { false, true })
        {
            RouteFailure failure = RateLimited(dialect, style, new(CapacityDimension.RequestsPerMinute, 2), isStream);

            AssertFailure(failure, FailureKind.RateLimited, 429);
            Assert.Equal(TimeSpan.FromSeconds(wait), failure.RetryAfter);
            Assert.False(failure.ExceedsLimit);
        }
    }

    [Theory]
    [MemberData(nameof(Waits))]
    public void RateLimited_ByTokens_TheWaitIsReadExactly(ProviderDialect dialect, RetryAfterStyle style, double wait)
    {
        // 2 calls of 15 tokens in all use up 30; the third one needs 15 of them: 30 s, as with the requests.
        foreach (bool isStream in new[] { false, true })
        {
            RouteFailure failure = RateLimited(dialect, style, new(CapacityDimension.TokensPerMinute, 30), isStream);

            AssertFailure(failure, FailureKind.RateLimited, 429);
            Assert.Equal(FailureScope.Minute, failure.Scope);
            Assert.Equal(TimeSpan.FromSeconds(wait), failure.RetryAfter);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void RateLimited_NoWaitTold_IsReadAsAnUpperBound(ProviderDialect dialect, bool isStream)
    {
        RouteFailure failure = RateLimited(dialect, RetryAfterStyle.Absent, new(CapacityDimension.RequestsPerMinute, 2), isStream);
        AssertFailure(failure, FailureKind.RateLimited, 429);

        TimeSpan? expected = dialect switch
        {
            // By its figures: (2 used + 1 - 2) / 2 of a minute.
            ProviderDialect.OpenAI => TimeSpan.FromSeconds(30),

            // Nothing is left, and all is there again after 59.75 s, which are told as 60.
            ProviderDialect.AzureOpenAI => TimeSpan.FromSeconds(60),

            // All is there again a minute after the run began. The refusal is read 0.27 s into it.
            ProviderDialect.Anthropic => TimeSpan.FromSeconds(59.73),
            _ => null,
        };
        Assert.Equal(expected, failure.RetryAfter);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void RateLimited_ByTheDay_IsAQuotaThatIsUsedUp(ProviderDialect dialect, bool isStream)
    {
        // 2 a day: the next one is there after 43,200 s.
        RouteFailure failure = RateLimited(dialect, RetryAfterStyle.Rounded, new(CapacityDimension.RequestsPerDay, 2), isStream);

        AssertFailure(failure, FailureKind.QuotaExhausted, 429);
        Assert.Equal(FailureScope.Day, failure.Scope);
        Assert.Equal(TimeSpan.FromSeconds(43_200), failure.RetryAfter);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void RateLimited_ByCallsUnderWay_IsARateLimitWithoutAWait(ProviderDialect dialect, bool isStream)
    {
        ProviderBench bench = new(Of(dialect) with { MaxConcurrentRequests = 1, Latency = ProviderBench.Slow });
        RouteFailure? failure = null;
        bench.Run(async () =>
        {
            Task other = bench.CallAsync(output: 10);
            failure = await FailureAsync(bench, isStream);
            await other;
        });

        AssertFailure(failure!, FailureKind.RateLimited, 429);
        Assert.Null(failure!.RetryAfter);
        Assert.False(failure.ExceedsLimit);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void RateLimited_LargerThanTheLimit_HasNoWait(ProviderDialect dialect, bool isStream)
    {
        RouteFailure failure = Failure(Of(dialect, new ProviderLimit(CapacityDimension.TokensPerMinute, 30)), isStream, input: 100);

        AssertFailure(failure, FailureKind.RateLimited, 429);
        Assert.Null(failure.RetryAfter);
        Assert.Equal(dialect == ProviderDialect.OpenAI, failure.ExceedsLimit);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Unavailable_EachDialect_IsOverloaded(ProviderDialect dialect, bool isStream)
    {
        RouteFailure failure = Failure(Of(dialect) with { Faults = [new Fault(FaultKind.Outage)] }, isStream);

        AssertFailure(failure, FailureKind.Overloaded, dialect == ProviderDialect.Anthropic ? 529 : 503);
        Assert.Null(failure.RetryAfter);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TooLong_EachDialect_IsTheContextsLength(ProviderDialect dialect, bool isStream) =>
        AssertFailure(Failure(Of(dialect) with { ContextWindow = 50 }, isStream, input: 51), FailureKind.ContextLengthExceeded, 400);

    [Theory]
    [MemberData(nameof(Cases))]
    public void ErrorInStream_EachDialect_IsAServerError(ProviderDialect dialect, bool isStream) =>
        AssertFailure(Failure(Of(dialect) with { Faults = [new Fault(FaultKind.ErrorInStream)] }, isStream, output: 16), FailureKind.ServerError, isStream ? null : 500);

    [Theory]
    [MemberData(nameof(Cases))]
    public void ErrorInStream_BeforeTheFirstToken_IsAServerErrorThatNobodySees(ProviderDialect dialect, bool isStream) =>
        AssertFailure(Failure(Of(dialect) with { Faults = [new Fault(FaultKind.ErrorInStream)] }, isStream, output: 1), FailureKind.ServerError, isStream ? null : 500);

    [Theory]
    [MemberData(nameof(Cases))]
    public void MidStreamCut_EachDialect_IsATruncatedStream(ProviderDialect dialect, bool isStream)
    {
        ProviderSettings settings = Of(dialect) with { Faults = [new Fault(FaultKind.MidStreamCut)] };

        AssertFailure(Failure(settings, isStream, output: 16), FailureKind.TruncatedStream, null);
        AssertFailure(Failure(settings, isStream, output: 1), FailureKind.TruncatedStream, null);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EmptyAnswer_EachDialect_IsAnEmptyResponse(ProviderDialect dialect, bool isStream) =>
        AssertFailure(Failure(Of(dialect) with { Faults = [new Fault(FaultKind.EmptyAnswer)] }, isStream), FailureKind.EmptyResponse, null);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Answered_EachDialect_IsServedAndItsLimitsAreLearned(ProviderDialect dialect, bool isStream)
    {
        ProviderLimit[] limits = dialect == ProviderDialect.Anthropic
            ? [new(CapacityDimension.RequestsPerMinute, 60), new(CapacityDimension.InputTokensPerMinute, 60_000), new(CapacityDimension.OutputTokensPerMinute, 6_000)]
            : [new(CapacityDimension.RequestsPerMinute, 60), new(CapacityDimension.TokensPerMinute, 60_000)];
        ProviderBench bench = new(Of(dialect, limits));
        bench.Run(async () =>
        {
            using CapacityAwareChatClient router = RouterOf(bench);
            RoutingReport report = (await AskAsync(router, isStream, 10, 16))!;
            Assert.Equal("gpt", report.ServedBy);
            Assert.Equal(26, report.ActualTokens);
            IReadOnlyList<BucketSnapshot> learned = router.GetService<ICapacityMonitor>()!.GetSnapshot().Routes[0].Buckets;
            Assert.Equal(
                dialect == ProviderDialect.AzureOpenAIProvisioned ? [] : limits.Select(limit => (limit.Dimension, limit.Amount)),
                learned.Select(bucket => (bucket.Dimension, (long)bucket.Limit)));
        });
    }

    /// <summary>Two calls use up a limit at the start; the router's comes 0.25 s later.</summary>
    private static RouteFailure RateLimited(ProviderDialect dialect, RetryAfterStyle style, ProviderLimit limit, bool isStream)
    {
        ProviderBench bench = new(Of(dialect, limit) with { RetryAfter = style });
        RouteFailure? failure = null;
        bench.Run(async () =>
        {
            await bench.CallAsync(14, 1);
            await bench.CallAsync(14, 1);
            await bench.UntilAsync(limit.Window == TimeSpan.FromDays(1) ? 0 : 0.25);
            failure = await FailureAsync(bench, isStream, input: 15);
        });
        return failure!;
    }

    private static RouteFailure Failure(ProviderSettings settings, bool isStream, int input = 10, int output = 1)
    {
        ProviderBench bench = new(settings);
        RouteFailure? failure = null;
        bench.Run(async () => failure = await FailureAsync(bench, isStream, input, output));
        return failure!;
    }

    /// <summary>How the router reads the failure of one call: from the exception's report, or from the last update's when it came too late for one.</summary>
    private static async Task<RouteFailure> FailureAsync(ProviderBench bench, bool isStream, int input = 10, int output = 1)
    {
        using CapacityAwareChatClient router = RouterOf(bench);
        RoutingReport? report;
        try
        {
            report = await AskAsync(router, isStream, input, output);
        }
        catch (Exception thrown) when (thrown.GetRoutingReport() is { } attached)
        {
            report = attached;
        }

        RouteFailure? failure = Assert.Single(report!.Attempts).Failure;
        return Assert.IsType<RouteFailure>(failure);
    }

    private static CapacityAwareChatClient RouterOf(ProviderBench bench) => new(
        [new ModelRoute("gpt", bench.Client) { Profile = bench.Provider.Settings.Dialect == ProviderDialect.AzureOpenAIProvisioned ? ProviderProfile.AzureOpenAIProvisioned : null }],
        new CapacityRoutingOptions { RandomSeed = 1, RetryWhenAlone = false },
        bench.Time);

    private static async Task<RoutingReport?> AskAsync(CapacityAwareChatClient router, bool isStream, int input, int output)
    {
        ChatMessage[] prompt = [SimulatedPrompt.For(0, new SimulatedCall(TimeSpan.Zero, input, output))];
        if (!isStream)
            return (await router.GetResponseAsync(prompt)).GetRoutingReport();
        RoutingReport? report = null;
        await foreach (ChatResponseUpdate update in router.GetStreamingResponseAsync(prompt))
            report ??= update.GetRoutingReport();
        return report;
    }

    private static ProviderSettings Of(ProviderDialect dialect, params ProviderLimit[] limits) => ProviderBench.Settings(limits) with
    {
        Dialect = dialect,
        Latency = ProviderBench.Instant with { Refusal = Latency },
        RetryAfter = RetryAfterStyle.Rounded,
    };

    private static void AssertFailure(RouteFailure failure, FailureKind kind, int? status) =>
        Assert.Equal((kind, status), (failure.Kind, failure.StatusCode));
}
