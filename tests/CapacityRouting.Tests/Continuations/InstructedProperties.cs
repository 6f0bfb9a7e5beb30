using CapacityRouting.Chat.Continuation;
using CapacityRouting.Tests.Tools;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Continuations;

/// <summary>
/// Any answer, cut anywhere, and a next model that was asked to go on and does by any script, in any pieces. The caller reads the whole answer, or what it had and the failure that cut it:
/// nothing twice, nothing missing, nothing of the model's own.
/// </summary>
/// <remarks>Left out are answers that go on, after the cut, with the very words before it: a model that does not begin with those words as it was asked cannot be told from one that does.</remarks>
public sealed class InstructedProperties
{
    private static readonly Gen<Case> Cases =
        from answer in Answers.Any
        from cut in Gen.Choose(1, answer.Length)
        from sizes in Gen.Choose(1, 12).ArrayOf(5)
        let test = new Case(answer, cut, sizes)
        where test.Sent.Length > 0 && test.Anchor is not null
        select test;

    public static TheoryData<Script> Scripts => [.. Enum.GetValues<Script>()];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Answer_ThatAnyModelGoesOnWith_IsWholeOrReportedAsCut(Script script)
    {
        bool obeys = script is Script.Obeys or Script.ObeysAfterALine;
        Properties.Check(Cases.Where(test => obeys || !test.SaysItsEndAgain), test => Check(script, test, mustBeWhole: obeys), tests: Extent.Of(4_000));
    }

    /// <summary>A model that was asked to go on and begins anew is understood, where the text before is no mere introduction and no fence or quotation mark begins it.</summary>
    [Theory]
    [InlineData(Script.RestartsTheAnswer)]
    [InlineData(Script.RestartsAfterALine)]
    public void Answer_ThatTheNextModelBeginsAnew_IsWhole(Script script) =>
        Properties.Check(Cases.Where(test => test.Anchor!.Text == test.Sent && !WordParts.MayWrap(test.Answer.TrimStart()[0]) && (script == Script.RestartsTheAnswer || !char.IsWhiteSpace(test.Answer[0]))), test => Check(script, test, mustBeWhole: true), tests: Extent.Of(4_000));

    /// <summary>Every place of one answer with all that a cut may meet: half a word, a number, a surrogate pair, a fence, a list, white space of every kind.</summary>
    [Theory]
    [MemberData(nameof(Scripts))]
    public void Answer_CutAtEveryPlace_IsWholeOrReportedAsCut(Script script)
    {
        const string Answer = "Sure, here is the code 😀:\n\n```csharp\nfor (int i = 0; i < 10; i++)\n{\n    Write(i);\n}\n```\n\n1. It counts to 10.  \n2. Es schreibt — naïvely — 我们研究了北京。\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\tSorry 👩‍👩‍👧, that's all.\n";
        for (int cut = 1; cut <= Answer.Length; cut++)
            Check(script, new(Answer, cut, [4]), mustBeWhole: script is Script.Obeys or Script.ObeysAfterALine);
    }

    private static void Check(Script script, Case test, bool mustBeWhole)
    {
        (string text, Exception? thrown) = Read(script, test);

        if (thrown is null)
        {
            Assert.Equal(test.Answer, text);
            return;
        }

        Assert.False(mustBeWhole && test.IsMoreToCome, $"Cut '{test.Before}' of '{test.Answer}'.");
        StreamInterruptedException cut = Assert.IsType<StreamInterruptedException>(thrown);
        Assert.Equal((test.Before, test.Before), (text, cut.ReceivedText));
        Assert.Equal(("a", FailureKind.Overloaded), (cut.Route, cut.Failure.Kind));
        RoutingReport report = cut.GetRoutingReport()!;
        Assert.Equal(("a", 0), (report.ServedBy, report.Continuations.Count));
    }

    private static (string Text, Exception? Thrown) Read(Script script, Case test)
    {
        List<ChatResponseUpdate> seen = [];
        using CapacityAwareChatClient client = new(
            [new("a", InstructedModel.ThatBreaksOff(test.Before, test.Sizes)), new("b", InstructedModel.By(script, test.Answer, test.Sizes))], new() { MaxContinuations = 1 }, new FakeTimeProvider());
        Task reading = client.GetStreamingResponseAsync(Ask.Question).ReadIntoAsync(seen);
        Assert.True(reading.IsCompleted);
        Assert.Equal(0, client.Route("b").InFlight);
        return (string.Concat(seen.Select(update => update.Text)), reading.Exception?.InnerException);
    }

    private sealed record Case(string Answer, int Cut, int[] Sizes)
    {
        public string Before => Answer[..Cut];

        public string Sent => Before.TrimEnd().TrimEnd('\uD83C', '\uD83D', '\uD83E', '\uD835').TrimEnd();

        public Anchor? Anchor => Anchor.In(Sent);

        /// <summary>Whether a model that does as it was asked has anything to add. If not, its answer cannot be told from one that stops short.</summary>
        public bool IsMoreToCome => !string.IsNullOrWhiteSpace(Answer[Cut..]);

        public bool SaysItsEndAgain => Anchor!.Text == Sent && Answer[Sent.Length..].TrimStart().StartsWith(Anchor.Words, StringComparison.Ordinal);
    }
}
