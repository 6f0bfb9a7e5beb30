using CapacityRouting.Chat.Continuation;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Chat.Continuation;

public sealed class SeamTests
{
    private const string Fox = "The quick brown fox jumps over";

    // The text before, what the model writes, and what is left of that.
    [Theory]
    [InlineData("the qui", "ck brown", "ck brown")]
    [InlineData("the qui", "quick brown", "ck brown")]
    [InlineData("the quick", " brown", " brown")]
    [InlineData("the quick", "quick brown", " brown")]
    [InlineData("the quick ", " brown", "brown")]
    [InlineData("the quick ", "brown", "brown")]
    [InlineData("the end.\n\n", "\n\nNext", "Next")]
    [InlineData("the end.\n\n", "\nNext", "Next")]
    [InlineData("if (x)\n    ", "\n    return;", "return;")]
    [InlineData("if (x)\n    ", " return;", " return;")]
    [InlineData(Fox, Fox + " the dog", " the dog")]
    [InlineData(Fox + " ", Fox + " the dog", "the dog")]
    [InlineData("\n" + Fox, Fox + " the dog", " the dog")]
    [InlineData(Fox, "\n\n" + Fox + " the dog", " the dog")]
    [InlineData(Fox, "fox jumps over the dog", " the dog")]
    [InlineData(Fox, " fox jumps over the dog", " the dog")]
    [InlineData(Fox, "brown bear", "brown bear")]
    [InlineData("A cat sat. A cat", "A cat", "")]
    [InlineData("tick tock tick tock tick", "tick tock tick", "")]
    [InlineData("It lasts 365", "365 days", " days")]
    [InlineData("Sure! ", "Sure! Here it is", "Here it is")]
    [InlineData("它在北京和上海之间", "北京和上海之间运行", "运行")]
    [InlineData("我们研究", "研究了", "研究了")]
    public void TryTake_WhatComesTwice_ComesOnce(string before, string after, string left) => Assert.Equal(left, Joined.Rest(before, after));

    // What a text says twice by itself stays.
    [Theory]
    [InlineData("ha ", "ha ha")]
    [InlineData("bana", "na")]
    [InlineData("f(g(x)", ")")]
    [InlineData("f(g(x)", ") + f(g(x))")]
    [InlineData("| a | b |", "|")]
    [InlineData("| --- |", " --- |")]
    [InlineData("- one\n- ", "- two")]
    [InlineData("- one\n", "- two")]
    [InlineData("It is very", " very good")]
    [InlineData("It is very ", "very good")]
    [InlineData("```", "\ncode")]
    [InlineData("哈哈哈哈哈哈", "哈哈")]
    [InlineData("我们一步一步", "一步一步走")]
    [InlineData("So:\nWriteNothing();\nWriteNothing();\n", "WriteNothing();\nreturn;")]
    [InlineData("In all 1000", "000")]
    [InlineData("", "Anything")]
    [InlineData("\n", "Anything")]
    public void TryTake_ATextsOwnHabit_IsLeftAlone(string before, string after) => Assert.Equal(after, Joined.Rest(before, after));

    [Fact]
    public void Add_WhileItMayBeARepetition_HoldsBack()
    {
        Seam seam = new(Fox, unsent: 0);

        seam.Add(Updates.Text("The quick br"));
        Assert.False(seam.TryTake(out _));
        seam.Add(Updates.Text("own fox jumps over"));

        Assert.True(seam.IsDecided);
        Assert.Equal([""], Joined.Taken(seam).Select(update => update.Text).Distinct());
        Assert.Equal(Fox.Length, seam.RemovedCharacters);
    }

    [Fact]
    public void Add_WhatCannotBeARepetition_ComesOutAtOnceAndAsItIs()
    {
        Seam seam = new("I like", unsent: 0);
        ChatResponseUpdate update = Updates.Text(" trees");

        seam.Add(update);

        Assert.True(seam.IsDecided);
        Assert.True(seam.TryTake(out ChatResponseUpdate taken));
        Assert.Same(update, taken);
        Assert.Equal(0, seam.RemovedCharacters);
    }

    [Fact]
    public void Add_ARepetitionOverSeveralContents_CutsCopiesAndLeavesTheUpdatesAlone()
    {
        Seam seam = new("one two three four", unsent: 0);
        UsageContent usage = new(new());
        ChatResponseUpdate first = new(ChatRole.Assistant, [new TextContent("three"), usage, new TextContent(" fo")]) { ResponseId = "r", RawRepresentation = "raw" };
        ChatResponseUpdate second = new(ChatRole.Assistant, [new TextContent("ur five") { AdditionalProperties = new() { ["k"] = 1 } }]);

        seam.Add(first);
        seam.Add(second);

        ChatResponseUpdate[] taken = [.. Joined.Taken(seam)];
        Assert.Equal([usage], taken[0].Contents);
        Assert.Equal(("r", null), (taken[0].ResponseId, taken[0].RawRepresentation));
        Assert.Equal((" five", 1), (taken[1].Text, taken[1].Contents[0].AdditionalProperties!["k"]));
        Assert.Equal(("three fo", "ur five"), (first.Text, second.Text));
        Assert.Equal("three four".Length, seam.RemovedCharacters);
    }

    [Fact]
    public void Add_LifecycleAndReasoningFirst_PassesThemOnAndStaysOpen()
    {
        Seam seam = new(Fox, unsent: 0);
        ChatResponseUpdate[] first = [Updates.Empty(), new(ChatRole.Assistant, [new TextReasoningContent("It goes on.")]), Updates.Usage(1, 0)];

        foreach (ChatResponseUpdate update in first)
            seam.Add(update);

        Assert.False(seam.IsDecided);
        Assert.Equal(first, Joined.Taken(seam));
    }

    public static TheoryData<ChatResponseUpdate> Ends =>
    [
        Updates.Finish(),
        new(ChatRole.Assistant, [new FunctionCallContent("1", "f")]),
        new(ChatRole.Assistant, [new TextReasoningContent("Hm.")]),
        new(ChatRole.Assistant, [new DataContent(new byte[] { 1 }, "image/png")]),
    ];

    [Theory]
    [MemberData(nameof(Ends))]
    public void Add_SomethingElseAfterText_Decides(ChatResponseUpdate end)
    {
        Seam seam = new(Fox, unsent: 0);
        ChatResponseUpdate held = Updates.Text("The quick");

        seam.Add(held);
        seam.Add(Updates.Empty());
        Assert.False(seam.TryTake(out _));
        seam.Add(end);

        Assert.True(seam.IsDecided);
        ChatResponseUpdate[] taken = [.. Joined.Taken(seam)];
        Assert.Equal(3, taken.Length);
        Assert.Same(held, taken[0]);
        Assert.Same(end, taken[2]);
    }

    [Fact]
    public void Add_ATextThatEndsWhereARepetitionWouldGoOn_RemovesWhatIsOne()
    {
        string[] pieces = ["fox", " jumps", " over"];

        Assert.Equal("A fox jumps over", Joined.Text("A fox jumps over", pieces));
    }

    [Fact]
    public void Add_NothingButEmptyUpdates_HoldsABoundedNumber()
    {
        Seam seam = new(Fox, unsent: 0);
        seam.Add(Updates.Text("The"));

        for (int i = 0; i < 1000; i++)
            seam.Add(Updates.Empty());
        Assert.False(seam.IsDecided);
        seam.End();

        int released = 0;
        while (seam.TryTake(out _))
            released++;
        Assert.Equal(1 + 64, released);
    }

    [Fact]
    public void Add_ManyUpdatesWithoutWords_DecidesInTheEnd()
    {
        Seam seam = new(Fox, unsent: 0);
        seam.Add(Updates.Text("The"));

        for (int i = 0; i < 65; i++)
            seam.Add(Updates.Usage(1, 1));

        Assert.True(seam.IsDecided);
    }

    [Fact]
    public void Add_NothingButWhiteSpace_HoldsABoundedAmount()
    {
        Seam seam = new(Fox, unsent: 0);

        seam.Add(Updates.Text(new string(' ', 17)));

        Assert.True(seam.IsDecided);
        Assert.Equal(0, seam.RemovedCharacters);
    }

    [Fact]
    public void Add_HalfOfASurrogatePairWasReceived_JoinsIt()
    {
        // U+1F600 is D83D DE00; the first half was received, and cannot be sent.
        Seam seam = new("Smile \uD83D", unsent: 2);

        seam.Add(Updates.Text(" \uD83D\uDE00!"));

        Assert.Equal("\uDE00!", Joined.Taken(seam).Single().Text);
    }
}
