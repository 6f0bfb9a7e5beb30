using CapacityRouting.Abstractions;

namespace CapacityRouting.Tests.Abstractions;

public sealed class ProviderTextTests
{
    [Theory]
    [InlineData("Rate limit reached for gpt-4o", "Rate limit reached for gpt-4o")]
    [InlineData("first\r\nsecond\tthird", "first  second third")]
    [InlineData("red \u001b[31mtext\u0007", "red  [31mtext ")]
    [InlineData("turned \u202eround\u2028line", "turned  round line")]
    [InlineData("Incorrect API key provided: sk-abcdEFGH1234567890XY.", "Incorrect API key provided: sk-a***")]
    [InlineData("header Authorization: Bearer 0123456789abcdef0123", "header Authorization: Bearer 0123***")]
    [InlineData("{\"api_key\":\"ABCDEFGHIJKLMNOPQRST\"}", "{\"api_key\":\"ABCD***\"}")]
    [InlineData("two: gsk_ABCDEFGH12345678 and AIzaSyA1234567890abcdef", "two: gsk_*** and AIza***")]
    [InlineData("see request req_011CSHoEeqs5C35K2UUqR7Fy", "see request req_011CSHoEeqs5C35K2UUqR7Fy")]
    [InlineData("the setting key-value-store-settings is wrong", "the setting key-value-store-settings is wrong")]
    public void Message_OfAProvider_IsOneLineWithoutKeys(string text, string safe) => Assert.Equal(safe, ProviderText.Message(text));

    [Fact]
    public void Message_OfThreeMegabytes_IsBounded()
    {
        string? safe = ProviderText.Message(new string('x', 3_000_000));

        Assert.Equal(ProviderText.LongestMessage + 1, safe!.Length);
        Assert.EndsWith("…", safe, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_CutInASurrogatePair_HasNoHalfOfIt() =>
        Assert.DoesNotContain(ProviderText.Message(new string('x', ProviderText.LongestMessage - 1) + "😀 and more")!, char.IsSurrogate);

    [Theory]
    [InlineData("rate_limit_exceeded", "rate_limit_exceeded")]
    [InlineData("code\nand a text", "code")]
    [InlineData(null, null)]
    public void Code_OfAProvider_IsAWord(string? text, string? safe) => Assert.Equal(safe, ProviderText.Code(text));

    [Fact]
    public void Code_OfAHundredKilobytes_IsBounded() => Assert.Equal(ProviderText.LongestCode, ProviderText.Code(new string('c', 100_000))!.Length);

    [Fact]
    public void Failure_OfAnyMaker_HoldsNoUnsafeText()
    {
        RouteFailure failure = new() { Kind = FailureKind.ServerError, Message = "line\nline sk-abcdEFGH1234567890XY", ErrorCode = new string('c', 1_000) };

        Assert.Equal("line line sk-a***", failure.Message);
        Assert.Equal(ProviderText.LongestCode, failure.ErrorCode!.Length);
    }
}
