using CapacityRouting.Chat.Continuation;
using CapacityRouting.Routing;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Time;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Chat.Continuation;

public sealed class ContinuationRuleTests
{
    private static readonly FailureKind[] Stopping = [FailureKind.ContentFiltered, FailureKind.InvalidRequest];

    public static TheoryData<FailureKind> Kinds => [.. Enum.GetValues<FailureKind>()];

    public static TheoryData<ChatOptions?, bool> Requests => new()
    {
        { null, true },
        { new(), true },
        { new() { ResponseFormat = ChatResponseFormat.Text }, true },
        { new() { ResponseFormat = ChatResponseFormat.Json }, false },
        { new() { ConversationId = "c" }, false },
        { new() { ContinuationToken = ResponseContinuationToken.FromBytes(new byte[] { 1 }) }, false },
        { new() { Tools = [AIFunctionFactory.CreateDeclaration("f", null, default)] }, true },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void After_AnyFailure_GoesOnUnlessTheRequestItselfIsToBlame(FailureKind kind) =>
        Assert.Equal(Stopping.Contains(kind) ? ContinuationStep.None : ContinuationStep.GoOn, After(kind));

    [Fact]
    public void After_AFilteredAnswerWhereThatIsAllowed_GoesOn() =>
        Assert.Equal(ContinuationStep.GoOn, After(FailureKind.ContentFiltered, policy: new() { FailoverOnContentFilter = true }));

    [Theory]
    [MemberData(nameof(Requests))]
    public void After_ARequest_GoesOnIfItIsPlainAndFree(ChatOptions? options, bool goesOn) =>
        Assert.Equal(goesOn ? ContinuationStep.GoOn : ContinuationStep.None, After(options: options));

    [Fact]
    public void After_ARequestForOneRoute_Ends() => Assert.Equal(ContinuationStep.None, After(routing: new() { Route = "a" }));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void After_TheLastContinuation_Ends(int left) => Assert.Equal(ContinuationStep.None, After(left: left));

    [Fact]
    public void After_ReasoningOnly_BeginsAnew() =>
        Assert.Equal(ContinuationStep.BeginAnew, After(delivered: new(ChatRole.Assistant, [new TextReasoningContent("Hm.")])));

    [Fact]
    public void After_AToolCall_Ends() =>
        Assert.Equal(ContinuationStep.None, After(delivered: new(ChatRole.Assistant, [new TextContent("Let me look."), new FunctionCallContent("1", "f")])));

    private static ContinuationStep After(
        FailureKind kind = FailureKind.Network, CapacityRoutingOptions? policy = null, ChatOptions? options = null, RequestRouting? routing = null, ChatResponseUpdate? delivered = null, int left = 1)
    {
        DeliveredParts parts = default;
        parts.Add(delivered ?? Updates.Text("Hello"));
        return ContinuationRule.After(kind, new RoutingPolicy(policy ?? new(), routes: 2, new Clock(new FakeTimeProvider())), options, routing, parts, left);
    }
}
