using CapacityRouting.Failures.Rules;

namespace CapacityRouting.Tests.Failures.Rules;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("as it is", "as it is")]
    [InlineData("  two\r\n\tlines ", "two lines ")]
    [InlineData("one\\nline", "one line")]
    [InlineData("one\\\\\\nline", "one line")]
    [InlineData("""say \"no\" or \\\"no\\\" """, "say \"no\" or \"no\" ")]
    [InlineData("it\u2019s \u201cso\u201d", "it's \"so\"")]
    [InlineData("it\\u2019s", "it's")]
    [InlineData("a\\u00e9b", "a\u00e9b")]
    [InlineData("cut \\u00", "cut u00")]
    [InlineData("cut \\", "cut ")]
    [InlineData("no\u00a0break", "no break")]
    public void Text_OfAnyNotation_IsWhatAReaderWouldSay(string text, string plain)
    {
        using PlainText read = new(text);

        Assert.Equal(plain, read.Text.ToString());
        Assert.Equal(plain.ToLowerInvariant(), read.Lower.ToString());
    }
}
