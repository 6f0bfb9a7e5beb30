using System.Text;
using System.Text.Json;
using CapacityRouting.Failures.Rules;
using CapacityRouting.Tests.Failures.Providers;
using CapacityRouting.Tests.Tools;
using FsCheck;
using FsCheck.Fluent;

namespace CapacityRouting.Tests.Failures.Rules;

/// <summary>Error bodies may come from any proxy. No body may make the reader throw, and none may cost more than its length.</summary>
public sealed class HostileTextTests
{
    private const string Body = """HTTP 429 (429) {"error":{"message":"Rate limit reached: limit 5 / min \u2014 \"retry\"\n","type":"requests","code":"rate_limit_exceeded"}}""";

    private const int Longest = 64 * 1024;

    [Fact]
    public void Judge_TruncatedAtEveryPosition_NeverThrowsAndKeepsWhatItHasRead()
    {
        for (int length = 0; length <= Body.Length; length++)
        {
            FailureClassification? verdict = Judged.Of(Body[..length], 429);
            if (length > Body.IndexOf(" reached", StringComparison.Ordinal))
                Assert.Equal(FailureKind.RateLimited, verdict?.Kind);
        }
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[{\"a\":")]
    [InlineData("\"")]
    [InlineData("'")]
    [InlineData("\\")]
    [InlineData("\\u00")]
    [InlineData(":")]
    [InlineData("code=")]
    [InlineData("\"code\":\"")]
    [InlineData(" ")]
    [InlineData("\n")]
    [InlineData("4")]
    [InlineData("429 ")]
    [InlineData("9d")]
    [InlineData("\ud800")]
    [InlineData("\0")]
    public void Judge_SixtyFourKOfOneThing_NeverThrows(string part) =>
        Assert.Null(Record.Exception(() => Judged.Of(Repeated(part), 0)));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public void Judge_JsonInsideJson_IsReadAtAnyDepth(int depth)
    {
        string text = """{"error":{"message":"Call was refused","code":"insufficient_quota"}}""";
        for (int level = 0; level < depth; level++)
            text = JsonSerializer.Serialize(new { error = new { message = text, code = 500 } });

        Assert.Equal("insufficient_quota", Judged.Of(text, 500)?.Code);
        Assert.Equal(FailureKind.QuotaExhausted, Judged.Of(text, 500)?.Kind);
    }

    [Fact]
    public void Judge_AWrongCharset_StillFindsWhatIsAscii()
    {
        string text = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("≪débit≫ the model is overloaded ≪…≫"));

        Assert.Equal(FailureKind.Overloaded, Judged.Of(text, 500)?.Kind);
    }

    [Fact]
    public void Judge_BeyondSixtyFourK_IsNotRead() =>
        Assert.Null(Judged.Of(new string('-', Longest) + " insufficient_quota", 400));

    [Fact]
    public void Judge_TwentyThousandTexts_NothingEscapes()
    {
        string[] parts = ["{", "}", "\"", "'", "\\", "\\\"", "\\n", "\\u", "code", "type", "status", ":", "=", " ", "429", "rate limit", "per day", "\ud83d", "model", "not found", "\0", "é"];
        Gen<string> texts = from some in Gen.Elements(parts).ArrayOf() select string.Concat(some);

        Properties.Check(texts, text => Judged.Of(text, 0), tests: Extent.Of(20_000));
    }

    [Theory]
    [InlineData("rate limit model request invalid ")]
    [InlineData("\"code\":\"x\",")]
    [InlineData("model*")]
    public void Reading_ATextTwiceAsLong_TakesTwiceAsManySteps(string part)
    {
        string once = Repeated(part)[..(Longest / 4)];

        Assert.InRange(Steps(once + once), Steps(once), (2 * Steps(once)) + 10);
    }

    private static string Repeated(string part) => string.Concat(Enumerable.Repeat(part, Longest / part.Length));

    /// <summary>What is looked at from close by: every field and every phrase found. Each look is bounded, see the gap of <see cref="Phrase"/>.</summary>
    private static int Steps(string text)
    {
        int steps = 0;
        foreach (ErrorField _ in new ErrorFields(text))
            steps++;
        foreach (int _ in new PhraseIndex([new("rate", 0), new("model*found", 1), new("mod", 2)]).In(text))
            steps++;
        return steps;
    }
}
