using CapacityRouting.Chat.Continuation;
using CapacityRouting.Tests.Tools;
using FsCheck.Fluent;

namespace CapacityRouting.Tests.Chat.Continuation;

public sealed class OverlapTests
{
    [Fact]
    public void Length_AnyTextAndPattern_IsThatOfThePlainSearch() =>
        Properties.Check(
            from text in Gen.Elements("a", "b", "a ", " ").ArrayOf(24).Select(string.Concat)
            from start in Gen.Choose(0, text.Length - 1)
            from length in Gen.Choose(1, text.Length - start)
            from more in Gen.Elements("", "a", "b ", "ab")
            let pattern = string.Concat(text.AsSpan(start, length), more)
            from gap in Gen.Elements(0, 1)
            select (text, pattern, gap),
            test => CheckAgainstPlainSearch(test.text, test.pattern, test.gap),
            tests: 10_000);

    [Fact]
    public void Append_ALongTextOfOneWord_StaysLinear()
    {
        string text = string.Concat(Enumerable.Repeat("ha ", 40_000));
        Overlap overlap = new(text.AsMemory(), new RepetitionRule(text, mayBeCut: true, gap: 0, 'h'));

        foreach (char next in text)
            overlap.Append(next);

        // A plain search would take 120,000 x 120,000 / 2 comparisons, which no run of this test would outlast.
        Assert.False(overlap.IsOpen);
        Assert.Equal(text.Length, overlap.Length);
        Assert.True(overlap.RepeatsItself);
    }

    private static void CheckAgainstPlainSearch(string text, string pattern, int gap)
    {
        RepetitionRule rule = new(text, mayBeCut: true, gap, pattern[0]);
        Overlap overlap = new(text.AsMemory(), rule);
        int fed = 0;
        while (fed < pattern.Length && overlap.IsOpen)
            overlap.Append(pattern[fed++]);
        bool closedItself = !overlap.IsOpen;
        overlap.Close();

        int expected = Enumerable.Range(0, text.Length)
            .Where(start => rule.Counts(text, start) && pattern.StartsWith(text[start..], StringComparison.Ordinal))
            .Select(start => text.Length - start)
            .FirstOrDefault();
        Assert.Equal(expected, overlap.Length);

        // It waited no longer than it had to: what was fed before the last character still stood somewhere.
        if (closedItself && fed > 1)
            Assert.Contains(pattern[..(fed - 1)], text, StringComparison.Ordinal);
    }
}
