using CapacityRouting.Abstractions;
using CapacityRouting.Failures.RetryAfter;

namespace CapacityRouting.Tests.Failures.RetryAfter;

public sealed class LimitFiguresTests
{
    private const CapacityDimension Rpm = CapacityDimension.RequestsPerMinute;
    private const CapacityDimension Rpd = CapacityDimension.RequestsPerDay;
    private const CapacityDimension Tpm = CapacityDimension.TokensPerMinute;
    private const CapacityDimension Tpd = CapacityDimension.TokensPerDay;
    private const CapacityDimension Itpm = CapacityDimension.InputTokensPerMinute;
    private const CapacityDimension Otpm = CapacityDimension.OutputTokensPerMinute;

    [Theory]
    [InlineData("Rate limit reached for model-4o in org on tokens per min (TPM): Limit 30000, Used 14000, Requested 17000.", 30_000, 14_000, 17_000, Tpm, 60)]
    [InlineData("Rate limit reached for model-4o in organization org_01ab_0042 tokens per minute (TPM): Limit 15000, Used 11972, Requested 4351.", 15_000, 11_972, 4_351, Tpm, 60)]
    [InlineData("on tokens per day (TPD): Limit 100000, Used 99000, Requested 2000", 100_000, 99_000, 2_000, Tpd, 86_400)]
    [InlineData("on requests per min (RPM): Limit 3, Used 3, Requested 1.", 3, 3, 1, Rpm, 60)]
    [InlineData("on requests per day (RPD): Limit: 200, Used: 200, Requested: 1.", 200, 200, 1, Rpd, 86_400)]
    [InlineData("{'message': 'too large (TPM): Limit 5000, Requested 7200'}", 5_000, null, 7_200, Tpm, 60)]
    [InlineData("(TPM): Limit 5000, Used 0, Requested ~7200", 5_000, 0, 7_200, Tpm, 60)]
    [InlineData("Rate limit reached for tokens. Limit: 90000.000000 / min. Current: 95000.000000 / min.", 90_000, 95_000, null, Tpm, 60)]
    [InlineData("would exceed the rate limit for your organization (abc) of 50,000 input tokens per minute.", 50_000, null, null, Itpm, 60)]
    [InlineData("exceeds your rate limit of 8,000 output tokens per minute", 8_000, null, null, Otpm, 60)]
    [InlineData("Rate limit of 12 per 86400s exceeded for UserByDay.", 12, null, null, null, 86_400)]
    [InlineData("Rate limit of 12 requests per 60s exceeded.", 12, null, null, Rpm, 60)]
    [InlineData("This key is limited to 40 API calls / minute.", 40, null, null, Rpm, 60)]
    [InlineData("This key is limited to 900 API calls / month.", 900, null, null, null, null)]
    [InlineData("Quota exceeded for metric: example.com/free_tier_requests, limit: 15, model: some-3.5", 15, null, null, null, null)]
    [InlineData("metric: free_tier_requests, limit: 15, model: m, quotaId: GenerateRequestsPerDayPerProjectPerModel", 15, null, null, Rpd, 86_400)]
    [InlineData("metric: input_token_count, limit: 4000, quotaId: GenerateContentInputTokensPerModelPerMinute", 4_000, null, null, Itpm, 60)]
    [InlineData("Rate limit exceeded: 20 requests per minute", 20, null, null, Rpm, 60)]
    [InlineData("The limit is 30K tokens per minute", 30_000, null, null, Tpm, 60)]
    [InlineData("limit: 0, model: some", 0, null, null, null, null)]
    [InlineData("""{\"limit\": 10, \"used\": 9, \"requested\": 2}""", 10, 9, 2, null, null)]
    public void In_FiguresInProse_AreTakenForWhatTheyAre(string text, long limit, int? used, int? requested, CapacityDimension? dimension, int? seconds) =>
        Assert.Equal(
            new LimitFigures(limit, used, requested, dimension, seconds is { } window ? TimeSpan.FromSeconds(window) : null),
            LimitReader.FiguresIn(text, out _));

    [Theory]
    [InlineData("metric: free_tier_requests, limit: 10 metric: input_token_count, limit: 250000 quotaId: InputTokensPerModelPerMinute quotaId: RequestsPerDay", 10, null)]
    [InlineData("Limit: 10 requests per minute. Limit: 200 requests per day.", 10, null)]
    [InlineData("Rate limit exceeded: 20 requests per minute, 1000 requests per day", 20, null)]
    [InlineData("Rate limit: 20 requests per minute (limit 20)", 20, Rpm)]
    [InlineData("limit: 10, please wait for a while and then see quota RequestsPerDay", 10, null)]
    [InlineData("limit: 10. You sent 900 tokens per minute.", 10, null)]
    [InlineData("tokens per minute are what everybody has to share here. Limit 10", 10, null)]
    [InlineData("at 500 tokens per minute after 3 tries the limit: 10", 10, null)]
    public void In_UnitAndWindowOfAnotherFigure_AreNotTheLimits(string text, long limit, CapacityDimension? dimension)
    {
        Assert.Equal(limit, LimitReader.FiguresIn(text, out _)?.Limit);
        Assert.Equal(dimension, LimitReader.FiguresIn(text, out _)?.Dimension);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Rate limit reached. Try again in 20s.")]
    [InlineData("You used 500 tokens of your plan and requested 9000.")]
    [InlineData("Limit for gpt-4o reached")]
    [InlineData("Unlimited 5")]
    [InlineData("The model 4o has no limit.")]
    [InlineData("See https://example.com/limits/3 for more.")]
    [InlineData("10 requests per minute")]
    public void In_NoFigureOfALimit_IsNone(string text) => Assert.Null(LimitReader.FiguresIn(text, out _));

    [Fact]
    public void In_AFigureFarFromTheLimit_BelongsToSomethingElse() =>
        Assert.Null(LimitReader.FiguresIn("Limit 3. " + string.Concat(Enumerable.Repeat("word ", 30)) + "Requested 5000", out _)?.Requested);

    [Theory]
    [InlineData("(TPM): Limit 30000, Used 14000, Requested 17000", 2)]
    [InlineData("(TPD): Limit 100000, Used 97000, Requested 3600", 518.4)]
    [InlineData("(RPD): Limit 200, Used 200, Requested 1", 432)]
    [InlineData("(RPM): Limit 7, Used 7, Requested 1", 8.5714286)]
    public void Wait_AllFigures_IsTheRefillRoundedUp(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), LimitReader.FiguresIn(text, out _)?.Wait);

    [Theory]
    [InlineData("(TPM): Limit 30000, Used 14000")]
    [InlineData("(TPM): Limit 30000, Requested 14000")]
    [InlineData("Limit 30000, Used 29000, Requested 2000")]
    [InlineData("(TPM): Limit 30000, Used 1, Requested 1")]
    [InlineData("(TPM): Limit 30000, Used 1, Requested 30001")]
    [InlineData("(TPM): Limit 0, Used 1, Requested 0")]
    public void Wait_AFigureMissingOrRoomLeft_IsUnknown(string text)
    {
        Assert.NotNull(LimitReader.FiguresIn(text, out _));
        Assert.Null(LimitReader.FiguresIn(text, out _)?.Wait);
    }

    [Fact]
    public void In_AnyWhiteSpaceBeforeAFigure_ChangesNothing()
    {
        char[] separators = [.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(char.IsWhiteSpace)];
        Assert.All(separators, separator => Assert.Equal(30_000, LimitReader.FiguresIn($"Limit:{separator}30000", out _)?.Limit));
    }

    [Fact]
    public void Wait_TheLargestFigures_DoNotOverflow() =>
        Assert.Equal(TimeSpan.MaxValue, new LimitFigures(1, long.MaxValue, 1, null, TimeSpan.MaxValue).Wait);
}
