using CapacityRouting.Chat.Continuation;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Chat.Continuation;

public sealed class DeliveredPartsTests
{
    public static TheoryData<ChatResponseUpdate> Open =>
    [
        Updates.Empty(),
        Updates.Usage(1, 2),
        Of(new TextReasoningContent("Hm.")),
        Of(new TextReasoningContent("Hm.") { ProtectedData = "" }),
        Of(new TextContent("")),
        Of(new TextContent(" \n")),
        new(ChatRole.Assistant, []) { FinishReason = new("error") },
    ];

    public static TheoryData<ChatResponseUpdate> Closed =>
    [
        Updates.Finish(),
        new(ChatRole.Assistant, "cut off") { FinishReason = ChatFinishReason.Length },
        Of(new FunctionCallContent("1", "f")),
        Of(new FunctionResultContent("1", "found")),
        Of(new DataContent(new byte[] { 1 }, "image/png")),
        Of(new UriContent("https://example.org/a.png", "image/png")),
        Of(new TextReasoningContent("Hm.") { ProtectedData = "signature" }),
        Of(new ErrorContent("I can't help with that.") { ErrorCode = "Refusal" }),
        Of(new AIContent()),
    ];

    [Theory]
    [MemberData(nameof(Open))]
    public void Add_WhatAnyModelCanGoOnFrom_StaysOpenWithoutText(ChatResponseUpdate update)
    {
        DeliveredParts parts = default;

        parts.Add(update);

        Assert.False(parts.IsClosed);
        Assert.False(parts.HasText);
    }

    [Theory]
    [MemberData(nameof(Closed))]
    public void Add_WhatOnlyItsOwnModelCanGoOnFrom_ClosesForGood(ChatResponseUpdate update)
    {
        DeliveredParts parts = default;

        parts.Add(update);
        parts.Add(Updates.Text("more"));

        Assert.True(parts.IsClosed);
    }

    [Fact]
    public void Add_Text_IsThereToGoOnFrom()
    {
        DeliveredParts parts = default;

        parts.Add(Updates.Text("Hello"));
        parts.Add(Updates.Text(" "));

        Assert.True(parts.HasText);
        Assert.False(parts.IsClosed);
    }

    private static ChatResponseUpdate Of(AIContent content) => new(ChatRole.Assistant, [content]);
}
