using CapacityRouting.Failures.Rules;
using CapacityRouting.Tests.Failures.Providers;

namespace CapacityRouting.Tests.Failures.Rules;

public sealed class RuleEngineTests
{
    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("It did not work.")]
    [InlineData("""{"detail":"see the log"}""")]
    public void Judge_NothingKnown_IsNoVerdict(string text) => Assert.Null(Judged.Of(text, 400));

    [Fact]
    public void Judge_AnExactCode_GoesBeforeAPhrase() =>
        Assert.Equal(FailureKind.ContextLengthExceeded, KindOf("""{"code":"context_length_exceeded","message":"daily limit"}"""));

    [Fact]
    public void Judge_APhrase_GoesBeforeABroadCode()
    {
        FailureClassification? verdict = Judged.Of("""{"type":"invalid_request_error","message":"The credit balance is used up."}""", 400);

        Assert.Equal(FailureKind.QuotaExhausted, verdict?.Kind);
        Assert.Equal("invalid_request_error", verdict?.Code);
    }

    [Fact]
    public void Judge_TwoKindsOfOneRank_TakesTheMoreSpecial() =>
        Assert.Equal(FailureKind.QuotaExhausted, KindOf("rate limit: the spending limit of this project is reached"));

    [Theory]
    [InlineData("requests per day: limit 50", FailureKind.RateLimited)]
    [InlineData("rate limit of 50 requests per day", FailureKind.QuotaExhausted)]
    [InlineData("rate limit of 50 requests per minute", FailureKind.RateLimited)]
    [InlineData("quota exceeded for requests per minute", FailureKind.RateLimited)]
    [InlineData("quota exceeded for requests per day", FailureKind.QuotaExhausted)]
    [InlineData("quota exceeded", FailureKind.QuotaExhausted)]
    [InlineData("insufficient_quota: 3 requests per minute", FailureKind.QuotaExhausted)]
    public void Judge_ALimit_IsAQuotaOrARateByItsSpan(string text, FailureKind kind) => Assert.Equal(kind, Judged.KindOf(429, text));

    [Theory]
    [InlineData("""{"code":"insufficient_quota"}""", FailureScope.Account)]
    [InlineData("Rate limit reached on tokens per min (TPM)", FailureScope.Minute)]
    [InlineData("Rate limit reached on tokens per day (TPD)", FailureScope.Day)]
    [InlineData("too many tokens, please wait", FailureScope.Minute)]
    [InlineData("rate limit reached", FailureScope.Unknown)]
    [InlineData("prompt is too long, use 10 tokens per minute", FailureScope.Unknown)]
    public void Judge_ALimit_SaysWhatItCovers(string text, FailureScope scope) => Assert.Equal(scope, Judged.Of(text, 429)?.Scope);

    [Theory]
    [InlineData(503, FailureKind.Overloaded)]
    [InlineData(404, null)]
    public void Judge_ARuleForSomeStatuses_HoldsAtThoseOnly(int status, FailureKind? kind) =>
        Assert.Equal(kind, Judged.Of("Bedrock is unable to process your request", status)?.Kind);

    [Fact]
    public void Judge_ASuccessThatStatesAnError_GoesByTheStatedStatus() =>
        Assert.Equal(502, RuleEngine.StatusOf(new(200, null, """{"error":{"code":502}}""", null)));

    [Theory]
    [InlineData("openai.RateLimitError", FailureKind.RateLimited)]
    [InlineData("ThrottlingException", FailureKind.RateLimited)]
    [InlineData("overloaded_error", FailureKind.Overloaded)]
    [InlineData("NotHeardOf", null)]
    public void Judge_ACodeBesideTheText_Counts(string code, FailureKind? kind) => Assert.Equal(kind, Judged.Of("", 0, code)?.Kind);

    [Theory]
    [InlineData("x-amzn-ErrorType", "AccessDeniedException:http://internal.example/", FailureKind.Authentication)]
    [InlineData("x-ratelimit-type", "UserByModelByDay", FailureKind.QuotaExhausted)]
    [InlineData("x-ratelimit-type", "UserConcurrentRequests", FailureKind.RateLimited)]
    [InlineData("x-error-message", "You have run out of credits", FailureKind.QuotaExhausted)]
    [InlineData("x-error-code", "GatedRepo", FailureKind.Authentication)]
    [InlineData("x-request-id", "insufficient_quota", null)]
    public void Judge_AHeader_CountsWhereCodesAreSent(string name, string value, FailureKind? kind) =>
        Assert.Equal(kind, Judged.Of("", 400, null, (name, value))?.Kind);

    [Theory]
    [InlineData("""{"error":{"code":"ContextWindowExceededError"}}""", "ContextWindowExceededError")]
    [InlineData("""{"error":{"code":"house_rule_7","message":"rate limit"}}""", "house_rule_7")]
    [InlineData("""{"error":{"code":429,"message":"rate limit"}}""", null)]
    [InlineData("""{"error":{"code":null,"message":"rate limit"}}""", null)]
    [InlineData("{'code': 'house_rule_7', 'type': 'rate_limit_error'}", "rate_limit_error")]
    public void Judge_ACode_IsKept(string text, string? code) => Assert.Equal(code, Judged.Of(text, 429)?.Code);

    [Theory]
    [InlineData("the content_filter_results are attached")]
    [InlineData("see x-ratelimit-remaining: 20")]
    [InlineData("the moderate limitation")]
    [InlineData("unoverloaded")]
    public void Judge_PartsOfOtherWords_SayNothing(string text) => Assert.Null(Judged.Of(text, 400));

    private static FailureKind? KindOf(string text) => Judged.Of(text, 400)?.Kind;
}
