using CapacityRouting.Chat.Continuation;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Chat.Continuation;

public sealed class ContinuedRequestTests
{
    private static readonly ChatMessage[] Asked = [new(ChatRole.System, "Be brief."), new(ChatRole.User, "Why?")];

    [Theory]
    [InlineData("Because", "Because", 0)]
    [InlineData("Because of \n", "Because of", 2)]
    [InlineData("\n\n", null, 2)]
    [InlineData("", null, 0)]
    public void For_TextThatCame_HasItWithoutWhiteSpaceBeforeTheInstruction(string received, string? sent, int unsent)
    {
        ContinuedRequest request = ContinuedRequest.For(Asked, options: null, received)!;

        Assert.Equal(sent is null ? null : new(EndsWithInstruction: true), request.Rest);
        Assert.Equal(unsent, request.Unsent);
        Assert.Equal(Asked, request.Messages.Take(2));
        Assert.Equal(sent is null ? [] : [(ChatRole.Assistant, sent)], request.Messages.Skip(2).Take(1).Select(message => (message.Role, message.Text)));
        Assert.Equal(sent is null ? 2 : 4, request.Messages.Count);
        Assert.Null(request.Options);
    }

    [Fact]
    public void For_TextThatCame_AsksAtTheEndForItsLastWords()
    {
        const string Received = "First some words that come before. The quick brown fox jumps over the lazy dog, and then it slee";

        ChatMessage asked = ContinuedRequest.For(Asked, options: null, Received)!.Messages[^1];

        Assert.Equal(ChatRole.User, asked.Role);
        Assert.EndsWith("\n\nThe quick brown fox jumps over the lazy dog, and then it slee", asked.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\r", asked.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void For_TextThatRepeatsItselfWithoutEnd_HasNoInstruction()
    {
        ContinuedRequest request = ContinuedRequest.For(Asked, options: null, string.Concat(Enumerable.Repeat("and again ", 200)))!;

        Assert.Equal(new(EndsWithInstruction: false), request.Rest);
        Assert.Equal(ChatRole.Assistant, request.Messages[^1].Role);
    }

    [Fact]
    public void For_HalfOfASurrogatePair_LeavesItOut()
    {
        ContinuedRequest request = ContinuedRequest.For(Asked, options: null, "Smile \uD83D")!;

        Assert.Equal(("Smile", 2), (request.Messages[2].Text, request.Unsent));
    }

    [Fact]
    public void For_AnAnswerThatTheCallerBegan_KeepsItOneMessage()
    {
        ChatMessage begun = new(ChatRole.Assistant, "The reason ") { AuthorName = "poet" };

        ContinuedRequest request = ContinuedRequest.For([.. Asked, begun], options: null, "is simple")!;

        Assert.Equal(4, request.Messages.Count);
        Assert.Equal(("The reason is simple", "poet"), (request.Messages[2].Text, request.Messages[2].AuthorName));
        Assert.Equal("The reason ", begun.Text);
    }

    [Fact]
    public void For_AToolCallAtTheEnd_LeavesItAlone()
    {
        ChatMessage call = new(ChatRole.Assistant, [new FunctionCallContent("1", "f")]);

        ContinuedRequest request = ContinuedRequest.For([.. Asked, call], options: null, "text")!;

        Assert.Same(call, request.Messages[2]);
        Assert.Equal("text", request.Messages[3].Text);
    }

    // Four characters to a token: 10 characters are 3.
    [Theory]
    [InlineData(100, 97)]
    [InlineData(4, 1)]
    [InlineData(3, null)]
    [InlineData(1, null)]
    public void For_ALimitOfTokens_LeavesWhatIsLeftOfIt(int most, int? left)
    {
        ChatOptions options = new() { MaxOutputTokens = most };

        ContinuedRequest? request = ContinuedRequest.For(Asked, options, "0123456789");

        Assert.Equal(left, request?.Options?.MaxOutputTokens);
        Assert.Equal(most, options.MaxOutputTokens);
    }

    [Fact]
    public void For_NoTextAndALimit_LeavesTheOptionsAlone()
    {
        ChatOptions options = new() { MaxOutputTokens = 1 };

        Assert.Same(options, ContinuedRequest.For(Asked, options, "")!.Options);
    }
}
