using CapacityRouting.Simulation.Tests.Providers;

namespace CapacityRouting.Simulation.Tests.Wire;

/// <summary>What each dialect calls its figures, and how it writes them. Calls come 0.25 s into the run.</summary>
public sealed class DialectHeadersTests
{
    private static readonly ProviderLimit RequestsPerMinute = new(CapacityDimension.RequestsPerMinute, 50);
    private static readonly ProviderLimit RequestsPerDay = new(CapacityDimension.RequestsPerDay, 200);
    private static readonly ProviderLimit TokensPerMinute = new(CapacityDimension.TokensPerMinute, 6000);
    private static readonly ProviderLimit InputPerMinute = new(CapacityDimension.InputTokensPerMinute, 50_000);
    private static readonly ProviderLimit OutputPerMinute = new(CapacityDimension.OutputTokensPerMinute, 8_000);

    [Fact]
    public void OpenAI_AMinutesLimits_AreToldWithTheTimeUntilFull() =>
        AssertHeaders(
            ProviderDialect.OpenAI,
            [RequestsPerMinute, TokensPerMinute],
            ("x-ratelimit-limit-requests", "50"),
            ("x-ratelimit-remaining-requests", "49"),
            ("x-ratelimit-reset-requests", "1.2s"), // 60 / 50.
            ("x-ratelimit-limit-tokens", "6000"),
            ("x-ratelimit-remaining-tokens", "4136"),
            ("x-ratelimit-reset-tokens", "18.64s"), // 1864 at 100 a second.
            ("x-request-id", "req_00000001"),
            ("openai-organization", "org-simulated"));

    [Fact]
    public void OpenAI_ADaysLimitFirst_IsTheOneThatIsTold() =>
        AssertHeaders(
            ProviderDialect.OpenAI,
            [RequestsPerDay, RequestsPerMinute],
            ("x-ratelimit-limit-requests", "200"),
            ("x-ratelimit-remaining-requests", "199"),
            ("x-ratelimit-reset-requests", "7m12s"), // 86,400 / 200 = 432 s.
            ("x-request-id", "req_00000001"),
            ("openai-organization", "org-simulated"));

    [Fact]
    public void AzureOpenAI_AMinutesLimits_AreToldInBareSeconds() =>
        AssertHeaders(
            ProviderDialect.AzureOpenAI,
            [RequestsPerMinute, TokensPerMinute],
            ("x-ratelimit-limit-requests", "50"),
            ("x-ratelimit-remaining-requests", "49"),
            ("x-ratelimit-reset-requests", "2"),
            ("x-ratelimit-limit-tokens", "6000"),
            ("x-ratelimit-remaining-tokens", "4136"),
            ("x-ratelimit-reset-tokens", "19"),
            ("apim-request-id", "00000001"));

    [Theory]
    [InlineData(ProviderDialect.OpenAI)]
    [InlineData(ProviderDialect.AzureOpenAI)]
    public void OpenAIAndAzure_TwoWindowsOfOneUnit_TellTheFirstThatIsSet(ProviderDialect dialect)
    {
        Assert.Equal(("50", "49"), Requests(dialect, RequestsPerMinute, RequestsPerDay, TokensPerMinute));
        Assert.Equal(("200", "199"), Requests(dialect, TokensPerMinute, RequestsPerDay, RequestsPerMinute));

        static (string, string) Requests(ProviderDialect dialect, params ProviderLimit[] limits)
        {
            IReadOnlyDictionary<string, string> headers = Headers(dialect, HeaderStyle.Full, limits);
            Assert.Equal("6000", headers["x-ratelimit-limit-tokens"]);
            return (headers["x-ratelimit-limit-requests"], headers["x-ratelimit-remaining-requests"]);
        }
    }

    [Fact]
    public void Anthropic_Limits_AreToldApartByTheThousandWithATime() =>
        AssertHeaders(
            ProviderDialect.Anthropic,
            [RequestsPerMinute, InputPerMinute, OutputPerMinute],
            ("anthropic-ratelimit-requests-limit", "50"),
            ("anthropic-ratelimit-requests-remaining", "49"),
            ("anthropic-ratelimit-requests-reset", "2026-01-01T00:00:02Z"), // 0.25 + 1.2 s, rounded up.
            ("anthropic-ratelimit-input-tokens-limit", "50000"),
            ("anthropic-ratelimit-input-tokens-remaining", "48000"), // 48,136.
            ("anthropic-ratelimit-input-tokens-reset", "2026-01-01T00:00:03Z"), // 0.25 + 1864 / 833.3 = 2.49 s.
            ("anthropic-ratelimit-output-tokens-limit", "8000"),
            ("anthropic-ratelimit-output-tokens-remaining", "8000"),
            ("anthropic-ratelimit-output-tokens-reset", "2026-01-01T00:00:01Z"), // 0.25.
            ("request-id", "req_00000001"));

    [Fact]
    public void Anthropic_HalfAThousand_IsRoundedUp()
    {
        Assert.Equal("49000", Headers(ProviderDialect.Anthropic, HeaderStyle.Full, InputPerMinute, input: 1500)["anthropic-ratelimit-input-tokens-remaining"]);
        Assert.Equal("48000", Headers(ProviderDialect.Anthropic, HeaderStyle.Full, InputPerMinute, input: 1501)["anthropic-ratelimit-input-tokens-remaining"]);
    }

    [Fact]
    public void Anthropic_TwoWindowsOfOneUnit_TellTheFirstThatIsSet()
    {
        Assert.Equal(("50", "49", "2026-01-01T00:00:02Z"), Requests(RequestsPerMinute, RequestsPerDay));
        Assert.Equal(("200", "199", "2026-01-01T00:07:13Z"), Requests(RequestsPerDay, RequestsPerMinute));

        static (string, string, string) Requests(params ProviderLimit[] limits)
        {
            IReadOnlyDictionary<string, string> headers = Headers(ProviderDialect.Anthropic, HeaderStyle.Full, limits);
            return (headers["anthropic-ratelimit-requests-limit"], headers["anthropic-ratelimit-requests-remaining"], headers["anthropic-ratelimit-requests-reset"]);
        }
    }

    [Fact]
    public void Anthropic_StaleFigures_HaveTheTimesOfThen()
    {
        // At 0.75 s it is told as of 0.25: full again after 1.2 s from there, and not from now.
        ProviderBench bench = new(ProviderBench.Settings(RequestsPerMinute) with { Dialect = ProviderDialect.Anthropic, Headers = HeaderStyle.Stale });
        bench.Run(async () =>
        {
            await bench.UntilAsync(0.8);
            bench.Headers(10);
            await bench.UntilAsync(1.3);
            Assert.Equal("2026-01-01T00:00:02Z", bench.Headers(10)["anthropic-ratelimit-requests-reset"]);
        });
    }

    [Fact]
    public void AzureProvisioned_Utilization_IsAPercentage() =>
        AssertHeaders(
            ProviderDialect.AzureOpenAIProvisioned,
            [TokensPerMinute with { Shape = LimiterShape.Utilization }],
            ("azure-openai-deployment-utilization", "31%"), // 1864 / 6000 = 31.07 %.
            ("apim-request-id", "00000001"));

    [Theory]
    [InlineData(6000, "100%")]
    [InlineData(9000, "150%")]
    [InlineData(5970, "100%")] // 99.5 %, to the nearest even.
    [InlineData(5964, "99%")]
    [InlineData(100_000, "999%")]
    public void AzureProvisioned_Overshoot_IsToldUpToAThousand(int tokens, string expected) =>
        Assert.Equal(
            expected,
            Headers(ProviderDialect.AzureOpenAIProvisioned, HeaderStyle.Full, TokensPerMinute with { Shape = LimiterShape.Utilization }, tokens)["azure-openai-deployment-utilization"]);

    [Fact]
    public void AzureProvisioned_SeveralLimits_TellTheFullest()
    {
        ProviderLimit requests = new(CapacityDimension.RequestsPerMinute, 2, LimiterShape.Utilization);
        ProviderLimit tokens = TokensPerMinute with { Shape = LimiterShape.Utilization };

        // 1 of 2 requests, and 31 % of the tokens.
        Assert.Equal("50%", Headers(ProviderDialect.AzureOpenAIProvisioned, HeaderStyle.Full, [requests, tokens])["azure-openai-deployment-utilization"]);
        Assert.Equal("50%", Headers(ProviderDialect.AzureOpenAIProvisioned, HeaderStyle.Full, [tokens, requests])["azure-openai-deployment-utilization"]);
    }

    [Fact]
    public void AzureProvisioned_Wrong_TellsHalfOfTheUtilization() =>
        Assert.Equal(
            "16%",
            Headers(ProviderDialect.AzureOpenAIProvisioned, HeaderStyle.Wrong, TokensPerMinute with { Shape = LimiterShape.Utilization })["azure-openai-deployment-utilization"]);

    [Fact]
    public void AzureProvisioned_NoHeaders_TellsNone() =>
        Assert.DoesNotContain("azure-openai-deployment-utilization", Headers(ProviderDialect.AzureOpenAIProvisioned, HeaderStyle.None, TokensPerMinute).Keys);

    [Theory]
    [InlineData(ProviderDialect.OpenAI, "openai")]
    [InlineData(ProviderDialect.Anthropic, "anthropic")]
    [InlineData(ProviderDialect.AzureOpenAI, "azure.ai.openai")]
    [InlineData(ProviderDialect.AzureOpenAIProvisioned, "azure.ai.openai")]
    public void RemainingOnly_EachDialect_TellsNeitherLimitNorReset(ProviderDialect dialect, string name)
    {
        ProviderBench bench = new(ProviderBench.Settings(RequestsPerMinute, InputPerMinute) with { Dialect = dialect, Headers = HeaderStyle.RemainingOnly });
        bench.Run(() =>
        {
            IReadOnlyDictionary<string, string> headers = bench.Headers(1864);
            Assert.DoesNotContain(headers.Keys, header => header.Contains("limit-", StringComparison.Ordinal) && !header.Contains("remaining", StringComparison.Ordinal));
            Assert.Contains(headers.Keys, header => header.Contains("remaining", StringComparison.Ordinal) || header.Contains("utilization", StringComparison.Ordinal));
            Assert.Equal(name, (bench.Client.GetService(typeof(Microsoft.Extensions.AI.ChatClientMetadata)) as Microsoft.Extensions.AI.ChatClientMetadata)?.ProviderName);
            return Task.CompletedTask;
        });
    }

    private static void AssertHeaders(ProviderDialect dialect, ProviderLimit[] limits, params (string Name, string Value)[] expected) =>
        Assert.Equal(
            expected.OrderBy(header => header.Name, StringComparer.Ordinal),
            Headers(dialect, HeaderStyle.Full, limits).Select(header => (header.Key, header.Value)).OrderBy(header => header.Key, StringComparer.Ordinal));

    private static IReadOnlyDictionary<string, string> Headers(ProviderDialect dialect, HeaderStyle style, ProviderLimit limit, int input = 1864) =>
        Headers(dialect, style, [limit], input);

    /// <summary>The headers of a call of 1864 tokens of input.</summary>
    private static IReadOnlyDictionary<string, string> Headers(ProviderDialect dialect, HeaderStyle style, ProviderLimit[] limits, int input = 1864)
    {
        ProviderBench bench = new(ProviderBench.Settings(limits) with { Dialect = dialect, Headers = style });
        IReadOnlyDictionary<string, string> headers = new Dictionary<string, string>(StringComparer.Ordinal);
        bench.Run(async () =>
        {
            await bench.UntilAsync(0.25);
            headers = bench.Headers(input);
        });
        return headers;
    }
}
