using CapacityRouting.Rules;

namespace CapacityRouting.Tests.Rules;

public sealed class ScopeInTextTests
{
    [Theory]
    [InlineData("on tokens per day (tpd)", FailureScope.Day)]
    [InlineData("rpd", FailureScope.Day)]
    [InlineData("limit: 50 per 86400s", FailureScope.Day)]
    [InlineData("retry after 86400 seconds", FailureScope.Day)]
    [InlineData("1000 calls / month", FailureScope.Day)]
    [InlineData("your daily rate limit", FailureScope.Day)]
    [InlineData("generaterequestsperdayperproject", FailureScope.Day)]
    [InlineData("0.3 >= 1d", FailureScope.Day)]
    [InlineData("per minute, and then per day", FailureScope.Day)]
    [InlineData("on requests per min (rpm)", FailureScope.Minute)]
    [InlineData("10 calls / minute", FailureScope.Minute)]
    [InlineData("15 per 60s", FailureScope.Minute)]
    [InlineData("requests_per_minute_per_project", FailureScope.Minute)]
    [InlineData("userbymodelbyminute", FailureScope.Minute)]
    [InlineData("5 requests per second", FailureScope.Minute)]
    [InlineData("retry after 3 seconds", FailureScope.Unknown)]
    [InlineData("5 per 0s", FailureScope.Unknown)]
    [InlineData("try again in 12.345678912s", FailureScope.Unknown)]
    [InlineData("(tpm): try again in 12.345678912s", FailureScope.Minute)]
    [InlineData("id 3dc4a", FailureScope.Unknown)]
    [InlineData("99999999999999999999999999 tokens", FailureScope.Unknown)]
    [InlineData("", FailureScope.Unknown)]
    public void Of_ALimit_IsItsSpanOfTime(string text, FailureScope scope) => Assert.Equal(scope, ScopeInText.Of(text));
}
