using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

/// <summary>Requests that go on with what one route keeps.</summary>
public sealed class BoundRequestTests
{
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Conversation_BegunOnALaterRoute_GoesOnThere(bool streaming)
    {
        TestClient first = Own.Conversing("other");
        using CapacityAwareChatClient client = Make.Router(_time, first, Own.Conversing());
        await BeginOnAsync(client, "b", streaming);

        RoutingReport report = (await client.AskAsync(streaming, Own.Conversation())).GetRoutingReport()!;

        Assert.Equal("b", report.ServedBy);
        Assert.Equal([new RouteExclusion("a", ExclusionReason.BoundElsewhere, null)], report.Excluded);
        Assert.Equal(0, first.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Conversation_ItsRouteIsDown_IsRefusedAtOnceAndGoesNowhereElse(bool streaming)
    {
        TestClient first = new();
        using CapacityAwareChatClient client = Make.Router(_time, first, Own.Conversing());
        await BeginOnAsync(client, "b", streaming);
        await client.GetService<IRouteControl>()!.IsolateAsync("b");

        NoRouteAvailableException refused = await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming, Own.Conversation()).DoneAsync());

        Assert.Equal([new("a", ExclusionReason.BoundElsewhere, null), new("b", ExclusionReason.Isolated, null)], refused.Excluded.OrderBy(each => each.Route));
        Assert.Equal(TimeSpan.Zero, refused.GetRoutingReport()!.Waited);
        Assert.Equal(0, first.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Conversation_ItsRouteFails_IsNotBegunElsewhere(bool streaming)
    {
        TestClient first = new();
        TestClient second = Failing(500);
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { RetryWhenAlone = false }, first, second);
        await BeginOnAsync(client, "b", streaming);

        NoRouteAvailableException refused = await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming, Own.Conversation()).DoneAsync());

        Assert.Equal(FailureKind.ServerError, Assert.Single(refused.Attempts).Failure!.Kind);
        Assert.Equal((0, 2), (first.Calls, second.Calls));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Conversation_OfAGroup_GoesToAnyOfIt(bool streaming)
    {
        TestClient stranger = new();
        ModelRoute[] routes = [new("a", stranger), new("b", Own.Conversing()) { StateGroup = "account" }, new("c", Own.Conversing()) { StateGroup = "Account" }];
        using CapacityAwareChatClient client = Make.Router(_time, routes);
        await BeginOnAsync(client, "c", streaming);

        Assert.Equal("b", await ServedByAsync(client, streaming, Own.Conversation()));
        await client.GetService<IRouteControl>()!.IsolateAsync("b");
        Assert.Equal("c", await ServedByAsync(client, streaming, Own.Conversation()));
        Assert.Equal(0, stranger.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Conversation_ThatNobodyKnows_IsRefusedWithTheRemedy(bool streaming)
    {
        TestClient first = new();
        TestClient second = new();
        using CapacityAwareChatClient client = Make.Router(_time, first, second);

        NoRouteAvailableException refused = await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming, Own.Conversation()).DoneAsync());

        Assert.All(refused.Excluded, each => Assert.Equal(ExclusionReason.UnknownState, each.Reason));
        Assert.Equal(2, refused.Excluded.Count);
        Assert.Null(refused.RetryAfter);
        Assert.Contains("RequestRouting.Route", refused.Message, StringComparison.Ordinal);
        Assert.Equal((0, 0), (first.Calls, second.Calls));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Conversation_ThatHasExpired_IsUnknown(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { StateExpiry = TimeSpan.FromHours(1) }, Own.Conversing(), Own.Conversing());
        await BeginOnAsync(client, "b", streaming);

        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal("b", await ServedByAsync(client, streaming, Own.Conversation()));
        _time.Advance(TimeSpan.FromHours(1));

        NoRouteAvailableException refused = await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming, Own.Conversation()).DoneAsync());
        Assert.Equal(ExclusionReason.UnknownState, refused.Excluded[0].Reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Conversation_MoreThanAreRemembered_ForgetsTheOldest(bool streaming)
    {
        int made = 0;
        TestClient numbering = new() { OnResponse = (_, _, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "ok")) { ConversationId = $"{++made}" }) };
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { MaxStateEntries = 2 }, numbering, new TestClient());
        for (int i = 0; i < 3; i++)
            await client.AskAsync(streaming);

        await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming, Own.Conversation("1")).DoneAsync());
        Assert.Equal("a", await ServedByAsync(client, streaming, Own.Conversation("2")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Conversation_TheOnlyRoute_TakesAny(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(_time, new TestClient());

        Assert.Equal("a", await ServedByAsync(client, streaming, Own.Conversation("made elsewhere")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Route_Named_TakesWhatNobodyKnows(bool streaming)
    {
        TestClient second = new();
        using CapacityAwareChatClient client = Make.Router(_time, new TestClient(), second);

        RoutingReport report = (await client.AskAsync(streaming, Own.Conversation().WithRouting(new() { Route = "b" }))).GetRoutingReport()!;

        Assert.Equal("b", report.ServedBy);
        Assert.Equal([new RouteExclusion("a", ExclusionReason.BoundElsewhere, null)], report.Excluded);
        Assert.Equal("conversation", second.Options[0]!.ConversationId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Route_NamedWithoutAConversation_IsTheOnlyOneAsked(bool streaming)
    {
        TestClient first = new();
        using CapacityAwareChatClient client = Make.Router(_time, first, TestClient.Failing(500));

        await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming, new ChatOptions().WithRouting(new() { Route = "b", RetryWhenAlone = false })).DoneAsync());

        Assert.Equal(0, first.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Route_ThatIsNone_IsRefusedWithTheNames(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(_time, new TestClient(), new TestClient());

        ArgumentException refused = await Assert.ThrowsAnyAsync<ArgumentException>(
            () => client.AskAsync(streaming, new ChatOptions().WithRouting(new() { Route = "z", MaxAttempts = 0 })));

        Assert.Contains("RequestRouting:Route: must be a route, is 'z'; there are: a, b.", refused.Message, StringComparison.Ordinal);
        Assert.Contains("RequestRouting:MaxAttempts", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RestartElsewhere_ItsRouteIsWell_GoesOnThere(bool streaming)
    {
        TestClient second = Own.Conversing();
        using CapacityAwareChatClient client = Make.Router(_time, new TestClient(), second);
        await BeginOnAsync(client, "b", streaming);

        Assert.Equal("b", await ServedByAsync(client, streaming, Restarting()));
        Assert.Equal("conversation", second.Options[1]!.ConversationId);
    }

    [Theory]
    [InlineData(false, 500)]
    [InlineData(true, 500)]
    [InlineData(false, 404)]
    [InlineData(true, 404)]
    public async Task RestartElsewhere_ItsRouteFails_BeginsAnewWithoutTheConversation(bool streaming, int status)
    {
        TestClient first = new();
        TestClient second = Failing(status);
        using CapacityAwareChatClient client = Make.Router(_time, first, second);
        await BeginOnAsync(client, "b", streaming);

        RoutingReport report = (await client.AskAsync(streaming, Restarting())).GetRoutingReport()!;

        Assert.Equal("a", report.ServedBy);
        Assert.Equal(["b", "a"], report.Attempts.Select(attempt => attempt.Route));
        Assert.Equal("conversation", second.Options[1]!.ConversationId);
        Assert.Null(first.Options[0]!.ConversationId);
        Assert.Null(client.Route("b").ClosedFor);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RestartElsewhere_ItsRouteHasNoRoom_BeginsAnew(bool streaming)
    {
        TestClient first = new();
        ModelRoute[] routes = [new("a", first), new("b", Own.Conversing()) { Limits = new() { RequestsPerMinute = 6 } }];
        using CapacityAwareChatClient client = Make.Router(_time, routes);
        await BeginOnAsync(client, "b", streaming);

        // One request in ten seconds, and it is taken.
        Assert.Equal("a", await ServedByAsync(client, streaming, Restarting()));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("b", await ServedByAsync(client, streaming, Restarting()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RestartElsewhere_NobodyKnowsIt_BeginsAnew(bool streaming)
    {
        TestClient first = new();
        using CapacityAwareChatClient client = Make.Router(_time, first, new TestClient());

        Assert.Equal("a", await ServedByAsync(client, streaming, Restarting()));
        Assert.Null(first.Options[0]!.ConversationId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RestartElsewhere_WithoutMessages_HasNothingToBeginWith(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(_time, new TestClient(), new TestClient());

        NoRouteAvailableException refused = await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming, Restarting(), messages: []).DoneAsync());

        Assert.Equal(ExclusionReason.UnknownState, refused.Excluded[0].Reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NotFound_OfAConversation_IsTheCallersAndShutsNothing(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(_time, new TestClient(), Failing(404));
        await BeginOnAsync(client, "b", streaming);

        HttpRequestException own = await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming, Own.Conversation()).DoneAsync());

        Assert.Equal(FailureKind.InvalidRequest, Assert.Single(own.GetRoutingReport()!.Attempts).Failure!.Kind);
        Assert.Null(client.Route("b").ClosedFor);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NotFound_OfANewRequest_StillShutsTheRoute(bool streaming)
    {
        using CapacityAwareChatClient client = Make.Router(_time, TestClient.Failing(404), new TestClient());

        Assert.Equal("b", await ServedByAsync(client, streaming, options: null));
        Assert.NotNull(client.Route("a").ClosedFor);
    }

    [Fact]
    public async Task Explain_OfAConversation_NamesItsRoute()
    {
        using CapacityAwareChatClient client = Make.Router(_time, new TestClient(), Own.Conversing());
        await BeginOnAsync(client, "b", streaming: false);

        RoutingExplanation explanation = client.Monitor().Explain(Ask.Question, Own.Conversation());

        Assert.Equal("b", explanation.Route);
        Assert.Equal([new RouteExclusion("a", ExclusionReason.BoundElsewhere, null)], explanation.Excluded);
    }

    [Fact]
    public void StateGroup_Empty_IsRefused()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => Make.Router(_time, new ModelRoute("a", new TestClient()) { StateGroup = " " }));

        Assert.Contains("Routes:a:StateGroup: must not be empty", refused.Message, StringComparison.Ordinal);
    }

    private static ChatOptions Restarting() => Own.Conversation().WithRouting(new() { RestartElsewhere = true });

    /// <summary>Begins a conversation with its first call, and fails all that go on with it.</summary>
    private static TestClient Failing(int status) => new()
    {
        OnResponse = (_, options, _) => options?.ConversationId is null
            ? Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "ok")) { ConversationId = "conversation" })
            : Task.FromException<ChatResponse>(TestClient.Http(status)),
    };

    private static Task<ChatResponse> BeginOnAsync(CapacityAwareChatClient client, string route, bool streaming) =>
        client.AskAsync(streaming, new ChatOptions().WithRouting(new() { Route = route }));

    private static async Task<string?> ServedByAsync(CapacityAwareChatClient client, bool streaming, ChatOptions? options) =>
        (await client.AskAsync(streaming, options)).GetRoutingReport()!.ServedBy;
}
