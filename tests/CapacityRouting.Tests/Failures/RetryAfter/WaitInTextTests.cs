using System.Text.Json;
using CapacityRouting.Failures.RetryAfter;
using CapacityRouting.Tests.Tools;
using FsCheck.Fluent;

namespace CapacityRouting.Tests.Failures.RetryAfter;

public sealed class WaitInTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Please try again in 7m12s. See the docs.", 432)]
    [InlineData("Please try again in 8.64s.", 8.64)]
    [InlineData("please try again in 250ms", 0.25)]
    [InlineData("Try again in 1.984999999s", 1.985)]
    [InlineData("Try again in 9m38.016s.", 578.016)]
    [InlineData("Try again in 1h2m.", 3_720)]
    [InlineData("Please retry after 86400 seconds. Go here to raise it.", 86_400)]
    [InlineData("Please retry after 3 seconds.", 3)]
    [InlineData("Retry after 30.", 30)]
    [InlineData("Retry-After: 30", 30)]
    [InlineData("Try again in 40 seconds.", 40)]
    [InlineData("Try again in about 2 minutes.", 120)]
    [InlineData("Please wait 1,500 seconds before retrying.", 1_500)]
    [InlineData("Please wait at least 15 seconds.", 15)]
    [InlineData("Please wait **15 seconds**.", 15)]
    [InlineData("Please wait 0 seconds", 0)]
    [InlineData("Please retry in 47.434392449s.", 47.4343925)]
    [InlineData("Limite atteinte. Réessayez dans 42 s.", 42)]
    [InlineData("Bitte versuchen Sie es in 3 Minuten erneut.", 180)]
    [InlineData("Inténtelo de nuevo en 20 segundos.", 20)]
    [InlineData("Tente novamente em 90 segundos.", 90)]
    [InlineData("Riprova tra 15 secondi.", 15)]
    [InlineData("約37秒後に再試行してください。", 37)]
    [InlineData("12초 후에 다시 시도해주세요.", 12)]
    [InlineData("2時間後に再試行してください。", 7_200)]
    [InlineData("请在约 5 分钟后重试", 300)]
    [InlineData("Access resets at 12:22 PM GMT-3.", 12_120)]
    [InlineData("Access resets at 21:00 UTC+08:00.", 3_600)]
    [InlineData("Try again in 5 minutes", 300)]
    [InlineData("Access will be restored in 2 hours", 7_200)]
    [InlineData("Your quota resets in 1 day", 86_400)]
    [InlineData("Your quota will reset after 18h31m10s.", 66_670)]
    [InlineData("Out of quota. It will be replenished in 02:30:05.", 9_005)]
    [InlineData("available again in 1 hour and 30 minutes", 5_400)]
    public void Longest_Prose_IsRead(string text, double seconds) => AssertWait(seconds, text);

    [Theory]
    [InlineData("""{"@type":"RetryInfo","retryDelay":"26s"}""", 26)]
    [InlineData("""{'retryDelay': '45.8s'}""", 45.8)]
    [InlineData("""retryDelay:"26s" """, 26)]
    [InlineData("""{\"retryDelay\": \"26s\"}""", 26)]
    [InlineData("""{\\\"retryDelay\\\": \\\"26s\\\"}""", 26)]
    [InlineData("""{\u0022retryDelay\u0022:\u002226s\u0022}""", 26)]
    [InlineData("""{"retry_after": 1}""", 1)]
    [InlineData("retry_after=1 request=9", 1)]
    [InlineData("""{"retryAfter": 2.5, "x": 1}""", 2.5)]
    [InlineData("""{"retry_after_seconds": 2.5}""", 2.5)]
    [InlineData("""{"retryAfterSeconds": "3"}""", 3)]
    [InlineData("""{"retry_after_ms": 1500}""", 1.5)]
    [InlineData("""{"retryAfterMs":1500}""", 1.5)]
    [InlineData("""{"error":"Model is loading","estimated_time":20.0}""", 20)]
    [InlineData("retry_delay {\n  seconds: 37\n}", 37)]
    [InlineData("""{"resets_in_seconds": 90}""", 90)]
    [InlineData("""{"resets_at": 1772366445}""", 45)]
    [InlineData("""{"message":"Busy.\nretry in 3s"}""", 3)]
    [InlineData("""{"retryDelay":"26s""", 26)]
    public void Longest_Fields_AreReadWhateverTheSyntax(string text, double seconds) => AssertWait(seconds, text);

    [Theory]
    [InlineData("You will regain access on 2026-03-02 at 00:00 UTC.", 43_200)]
    [InlineData("Limit resets at: 2026-03-01T12:01:00Z", 60)]
    [InlineData("Limit resets at 2026-03-01 12:01:00 UTC", 60)]
    [InlineData("Blocked until Sun, 01 Mar 2026 12:01:00 GMT.", 60)]
    [InlineData("Try again at March 1st, 2026 12:01 PM.", 60)]
    public void Longest_Dates_AreCountedFromNow(string text, double seconds) => AssertWait(seconds, text);

    [Theory]
    [InlineData("")]
    [InlineData("Please try again later.")]
    [InlineData("Please wait a moment and try again in a few minutes.")]
    [InlineData("It was created within the last 5 minutes, please wait a moment and try again.")]
    [InlineData("The operation exceeded its timeout of 100 seconds.")]
    [InlineData("No slots available after 10 retries")]
    [InlineData("Do not retry after 3 attempts.")]
    [InlineData("retry 3 times")]
    [InlineData("max_retries: 3")]
    [InlineData("Rate limit of 8 per 86400s exceeded")]
    [InlineData("You sent 100 requests in 1 minute.")]
    [InlineData("retry after -5 seconds")]
    [InlineData("""{"retry_after": -1}""")]
    [InlineData("""{"retry_after": null}""")]
    [InlineData("""{"metadata":{"attempts":1,"totalRetryDelay":0}}""")]
    [InlineData("maxRetryDelay=30s")]
    [InlineData("You will regain access on 2026-02-01 at 00:00 UTC.")]
    [InlineData("available in 3 regions")]
    [InlineData("reset: 1772366445")]
    [InlineData("Try again with a maximum value lower than 4096.")]
    public void Longest_WhatStatesNoWait_IsUnknown(string text) => AssertWait(null, text);

    [Fact]
    public void Longest_Several_IsTheLongest() =>
        AssertWait(36.5, """{"message":"Please retry in 36.5s.","details":[{"retryDelay":"36s"}]}""");

    [Theory]
    [InlineData("20 requests per minute. Try again in 12s. Your daily free quota resets in 9 hours.", 12)]
    [InlineData("Your credits renew in 9 hours. Retry after 12s.", 12)]
    [InlineData("""{"resets_in_seconds": 90, "retry_after": 12}""", 12)]
    [InlineData("Wait 12s, or try again in 15s. Limit resets in 1h.", 15)]
    [InlineData("Limit resets in 30s, your quota in a while; available again in 1h.", 3_600)]
    public void Longest_AskedFor_WinsOverWhenSomethingResets(string text, double seconds) => AssertWait(seconds, text);

    [Fact]
    public void Longest_HugeTexts_AreReadInOneGo()
    {
        foreach (string piece in new[] { "retry ", "wait", "9", "retry after ", "\\", "until ", "wait\n\n\n", "retry in 1s,", "Mar " })
        {
            string text = string.Concat(Enumerable.Repeat(piece, 65_536 / piece.Length));
            Assert.False(WaitInText.Longest(text + "99999999", Now) < TimeSpan.Zero);
        }
    }

    [Fact]
    public void Longest_WhatWasWrittenInAnyPhrase_IsReadBack() =>
        Properties.Check(
            from form in Gen.Elements(0, 1, 4, 5, 6)
            from ticks in Properties.AnySize(TimeSpan.TicksPerDay * 365)
            from phrase in Gen.Elements("Please try again in {0}.", "retry after {0}", "Wait {0} before it", "{{\"retryDelay\":\"{0}\"}}", "{{'retry_after': '{0}', 'b': 3}}")
            from escaped in Gen.Choose(0, 2)
            select (Written: WrittenDuration.Of(form, TimeSpan.FromTicks(ticks)), Phrase: phrase, Escaped: escaped),
            written =>
            {
                string text = string.Format(null, written.Phrase, written.Written.Text);
                for (int i = 0; i < written.Escaped; i++)
                    text = JsonSerializer.Serialize(text);
                Assert.Equal(written.Written.Expected, WaitInText.Longest(text, Now));
            },
            tests: Extent.Of(150_000));

    [Fact]
    public void Of_Noise_NeverThrowsAndIsNeverNegative() =>
        Properties.Check(
            Noise.Of(["retry", " after ", "Retry-After", " in ", "until ", "wait ", "resets at ", "_ms", "\"", ": ", "\\", "\\u0022", "-", "5", "9999999999", ".5", "s", " hours", "2026-03-01", "T12:00", "Limit ", "Used ", "Requested ", " / min", "TPM", ", ", "tokens per ", "K", "\ud800", "x-ratelimit-remaining", "x-ratelimit-reset", "0"], 14),
            text =>
            {
                ObservedResponse response = new(429, [KeyValuePair.Create("retry-after", text), KeyValuePair.Create("x-ratelimit-remaining", "0"), KeyValuePair.Create("x-ratelimit-reset", text)]);
                Assert.False(StatedWait.Of(response, text, LimitReader.FiguresIn(text, out _), Now, byReset: true) < TimeSpan.Zero, text);
                Assert.False(LimitReader.FiguresIn(text, out _)?.Wait < TimeSpan.Zero, text);
            },
            tests: Extent.Of(150_000));

    private static void AssertWait(double? seconds, string text) =>
        Assert.Equal(seconds is { } given ? TimeSpan.FromSeconds(given) : null, WaitInText.Longest(text, Now));
}
