using CapacityRouting.Chat.Affinity;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Chat.Affinity;

public sealed class StateKeyTests
{
    [Fact]
    public void Of_ACallAndItsResult_IsTheSame() =>
        Assert.Equal(StateKey.Of(new FunctionCallContent("1", "weather")), StateKey.Of(new FunctionResultContent("1", "rain")));

    [Fact]
    public void Of_TheSameIdOfAnotherKind_IsAnother()
    {
        Assert.NotEqual(StateKey.OfConversation("1"), StateKey.Of(new FunctionCallContent("1", "weather")));
        Assert.NotEqual(StateKey.Of(new TextReasoningContent(null) { ProtectedData = "1" }), StateKey.Of(new FunctionCallContent("1", "weather")));
    }

    [Fact]
    public void Of_ARequestForLeaveAndItsResponse_IsTheSame()
    {
        FunctionCallContent call = new("1", "weather");

        Assert.Equal(StateKey.Of(new ToolApprovalRequestContent("r", call)), StateKey.Of(new ToolApprovalResponseContent("r", approved: true, call)));
        Assert.NotEqual(StateKey.Of(call), StateKey.Of(new ToolApprovalRequestContent("r", call)));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(100_000)]
    public void Of_LongData_TellsItFromOthers(int length)
    {
        Assert.Equal(Signed(new('x', length)), Signed(new('x', length)));
        Assert.NotEqual(Signed(new string('x', length - 1) + "y"), Signed(new('x', length)));
    }

    [Fact]
    public void OfToken_OneThatWasStored_IsTheSame()
    {
        ResponseContinuationToken stored = ResponseContinuationToken.FromBytes(Own.Token().ToBytes());

        Assert.Equal(StateKey.OfToken(Own.Token()), StateKey.OfToken(stored));
        Assert.NotEqual(StateKey.OfToken(Own.Token(7)), StateKey.OfToken(stored));
    }

    [Fact]
    public void OfToken_OneWithoutBytes_IsNone()
    {
        Assert.Null(StateKey.OfToken(new Bare()));
        Assert.Null(StateKey.OfToken(null));
    }

    [Fact]
    public void Of_WhatAnyRouteCanRead_IsNone()
    {
        Assert.Null(StateKey.Of(new TextContent("hello")));
        Assert.Null(StateKey.Of(new TextReasoningContent("hmm")));
        Assert.Null(StateKey.Of(new FunctionCallContent(string.Empty, "weather")));
        Assert.Null(StateKey.Of(null));
        Assert.Null(StateKey.OfConversation(string.Empty));
    }

    private static StateKey? Signed(string data) => StateKey.Of(new TextReasoningContent(null) { ProtectedData = data });

    private sealed class Bare : ResponseContinuationToken;
}
