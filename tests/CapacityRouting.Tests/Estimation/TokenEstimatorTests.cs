using System.Text.Json;
using CapacityRouting.Estimation;
using CapacityRouting.Tests.Tools;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Estimation;

/// <summary>Four tokens a message, one for each four characters begun, 765 for a medium of unknown size.</summary>
public sealed class TokenEstimatorTests
{
    [Fact]
    public void Estimate_NoMessages_IsNothing() => Assert.Equal(0, TokenEstimator.Estimate([], null));

    [Theory]
    [InlineData("", 4)]
    [InlineData("a", 5)]
    [InlineData("abcd", 5)]
    [InlineData("abcde", 6)]
    public void Estimate_Text_IsAFourthOfItsLengthRoundedUp(string text, long tokens) =>
        Assert.Equal(tokens, TokenEstimator.Estimate([new(ChatRole.User, text)], null));

    [Fact]
    public void Estimate_SeveralMessages_IsTheirSum() =>
        Properties.Check(
            Gen.Choose(0, 500).ArrayOf(),
            lengths =>
            {
                ChatMessage[] messages = [.. lengths.Select(length => new ChatMessage(ChatRole.User, new string('x', length)))];
                Assert.Equal(lengths.Sum(length => 4 + ((length + 3) / 4)), TokenEstimator.Estimate(messages, null));
            },
            tests: 200);

    [Fact]
    public void Estimate_MediaOfUnknownSize_HaveAPriceEach()
    {
        ChatMessage message = new(ChatRole.User, [new DataContent(new byte[1_000_000], "image/png"), new UriContent("https://example.com/a.png", "image/png"), new TextContent("abcd")]);

        Assert.Equal(4 + (2 * 765) + 1, TokenEstimator.Estimate([message], null));
    }

    [Fact]
    public void Estimate_ToolResultsThatAreObjects_CountAsTheirJson()
    {
        ChatMessage json = new(ChatRole.Tool, [new FunctionResultContent("1", JsonSerializer.SerializeToElement(new { city = "Rome", day = 1 }))]);
        ChatMessage items = new(ChatRole.Tool, [new FunctionResultContent("1", new List<int> { 12, 34, 56 })]);
        ChatMessage image = new(ChatRole.Tool, [new FunctionResultContent("1", new UriContent("https://example.com/a.png", "image/png"))]);
        ChatMessage several = new(ChatRole.Tool, [new FunctionResultContent("1", new List<AIContent> { new TextContent("abcd"), new HostedFileContent("file") })]);

        Assert.Equal(4 + 6, TokenEstimator.Estimate([json], null)); // {"city":"Rome","day":1}: 23 characters
        Assert.Equal(4 + 3, TokenEstimator.Estimate([items], null)); // [12,34,56]: 10
        Assert.Equal(4 + 765, TokenEstimator.Estimate([image], null));
        Assert.Equal(4 + 1 + 765, TokenEstimator.Estimate([several], null));
    }

    [Fact]
    public void Estimate_ToolCallsAndResults_CountNamesArgumentsAndValues()
    {
        ChatMessage call = new(ChatRole.Assistant, [new FunctionCallContent("1", "find", new Dictionary<string, object?>(StringComparer.Ordinal) { ["city"] = "Rome" })]);
        ChatMessage result = new(ChatRole.Tool, [new FunctionResultContent("1", "twelve characters".Substring(0, 12))]);

        // find{"city":"Rome"} has 4 + 15 characters.
        Assert.Equal(4 + 5 + 4 + 3, TokenEstimator.Estimate([call, result], null));
    }

    [Fact]
    public void Estimate_CallsWithoutArgumentsOrResults_CountWhatIsThere()
    {
        ChatMessage message = new(ChatRole.Assistant, [new FunctionCallContent("1", "find"), new FunctionResultContent("1", null), new UsageContent(new())]);

        Assert.Equal(4 + 1, TokenEstimator.Estimate([message], null));
    }

    [Fact]
    public void Estimate_Options_CountInstructionsToolsAndSchema()
    {
        JsonElement schema = JsonSerializer.SerializeToElement(new { type = "object" });
        ChatOptions options = new()
        {
            Instructions = "12345678",
            Tools = [AIFunctionFactory.CreateDeclaration("name", "it does", schema)],
            ResponseFormat = ChatResponseFormat.ForJsonSchema(schema),
        };
        int characters = 8 + 4 + 7 + (2 * schema.GetRawText().Length);

        Assert.Equal((characters + 3) / 4, TokenEstimator.Estimate([], options));
    }

    [Fact]
    public void Estimate_OptionsWithoutAny_AreNothing() => Assert.Equal(0, TokenEstimator.Estimate([], new ChatOptions()));
}
