using CapacityRouting.Simulation.Tool.Input;

namespace CapacityRouting.Simulation.Tool.Tests.Input;

public sealed class SettingParserTests
{
    private readonly InputErrors _errors = new();

    [Fact]
    public void Parse_CommentsAndTrailingCommas_AreAllowedAndLinesStayRight()
    {
        SettingNode root = Parse("{ // a comment\n /* two\n lines */\n \"a\": {\n  \"b\": [ 1,\n   \"x\", ],\n },\n}");

        Assert.Empty(_errors.All);
        Assert.Equal(4, root.Find("a")!.Line);
        Assert.Equal(5, root.Find("A:B")!.Line);
        Assert.Equal(6, root.Find("a:b:1")!.Line);
        Assert.Equal("x", root.Find("a:b:1")!.Text);
        Assert.Null(root.Find("a:c"));
    }

    [Fact]
    public void Find_KeysWithColons_AreFound() => Assert.Equal("1", Parse("""{ "a": {}, "a:b": { "c": 1 } }""").Find("a:b:c")!.Text);

    [Fact]
    public void Members_AnObject_KeepTheOrderOfTheDocument() =>
        Assert.Equal(["zeta", "alpha", "mid"], Parse("""{ "zeta": 1, "alpha": null, "mid": true }""").Members.Select(member => member.Key));

    [Theory]
    [InlineData("", 1, "the file is empty.")]
    [InlineData(" \n\n", 3, "the file is empty.")]
    [InlineData("[]", 1, "must be an object: { ... }.")]
    [InlineData("{\n \"a\": 1\n \"b\": 2\n}", 3, "'\"' is invalid after a value. Expected either ',', '}', or ']'.")]
    [InlineData("{\n \"a\": 1,\n \"A\": 2\n}", 3, "'A' is here for the second time.")]
    public void Parse_MalformedText_TellsFileLineAndReason(string text, int line, string reason)
    {
        SettingParser.Parse(text, "routes.json", _errors);

        Assert.Equal([$"routes.json({line}): {reason}"], _errors.All);
    }

    [Fact]
    public void Parse_MoreThanOneValue_IsAnError()
    {
        Assert.Null(SettingParser.Parse("{}\n{}", "routes.json", _errors));

        Assert.StartsWith("routes.json(2): ", Assert.Single(_errors.All), StringComparison.Ordinal);
    }

    private SettingNode Parse(string text) => SettingParser.Parse(text, "routes.json", _errors)!;
}
