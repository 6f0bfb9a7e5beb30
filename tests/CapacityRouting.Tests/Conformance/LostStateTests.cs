using System.Net;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Polly.CircuitBreaker;

namespace CapacityRouting.Tests.Conformance;

/// <summary>A conversation that its provider no longer has begins anew, where the messages hold it whole.</summary>
public sealed class LostStateTests
{
    private const string Previous = """{"error":{"message":"Previous response with id 'resp_1' not found.","type":"invalid_request_error","param":"previous_response_id","code":"previous_response_not_found"}}""";

    private readonly ManualTime _time = new();

    public static TheoryData<HttpStatusCode, string, bool> Refusals
    {
        get
        {
            TheoryData<HttpStatusCode, string, bool> data = [];
            (HttpStatusCode, string)[] refusals =
            [
                (HttpStatusCode.BadRequest, Previous),
                (HttpStatusCode.NotFound, Previous),
                (HttpStatusCode.BadRequest, """{"error":{"message":"Previous response with id 'resp_1' not found.","type":"invalid_request_error"}}"""),
                (HttpStatusCode.NotFound, """{"error":{"message":"Item with id 'rs_1' not found. Items are not persisted when `store` is set to false.","type":"invalid_request_error","param":"input"}}"""),
                (HttpStatusCode.NotFound, """{"error":{"message":"Conversation with id 'conv_1' not found.","type":"invalid_request_error"}}"""),
                (HttpStatusCode.NotFound, """{"error":{"message":"No conversation found with id conv_1"}}"""),
                (HttpStatusCode.BadRequest, """{"error":{"message":"The conversation 'conv_1' was not found. (conversation conv_1 not found)"}}"""),
            ];
            foreach ((HttpStatusCode status, string body) in refusals)
            {
                data.Add(status, body, false);
                data.Add(status, body, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Conversation_ThatIsLost_BeginsAnewOnItsOwnRoute(HttpStatusCode status, string body, bool streaming)
    {
        TestClient second = Forgetful(status, body);
        using CapacityAwareChatClient client = Make.Router(_time, new TestClient(), second);
        await BeginOnAsync(client, "b", streaming);

        RoutingReport report = (await client.AskAsync(streaming, Restarting())).GetRoutingReport()!;

        Assert.Equal(["b", "b"], report.Attempts.Select(attempt => attempt.Route));
        Assert.Equal(["conversation", null], second.Options.Skip(1).Select(options => options!.ConversationId));
        Assert.Equal((null, CircuitState.Closed), (client.Route("b").ClosedFor, client.Route("b").Circuit));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Conversation_ThatIsLost_IsForgotten(bool streaming)
    {
        TestClient second = Forgetful(HttpStatusCode.BadRequest, Previous, renewed: "new");
        using CapacityAwareChatClient client = Make.Router(_time, new TestClient(), second);
        await BeginOnAsync(client, "b", streaming);
        await client.AskAsync(streaming, Restarting());

        RoutingReport report = (await client.AskAsync(streaming, Restarting())).GetRoutingReport()!;

        Assert.Equal("a", Assert.Single(report.Attempts).Route);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Conversation_ThatIsLostWhereItsRouteFailsThen_GoesElsewhere(bool streaming)
    {
        int calls = 0;
        TestClient second = new() { OnResponse = (_, options, _) => ++calls == 1 ? Own.Conversing().OnResponse([], options, default) : throw (calls == 2 ? Refusal(HttpStatusCode.BadRequest, Previous) : TestClient.Http(500)) };
        TestClient first = new();
        using CapacityAwareChatClient client = Make.Router(_time, first, second);
        await BeginOnAsync(client, "b", streaming);

        RoutingReport report = (await client.AskAsync(streaming, Restarting())).GetRoutingReport()!;

        Assert.Equal(["b", "b", "a"], report.Attempts.Select(attempt => attempt.Route));
        Assert.Null(Assert.Single(first.Options)!.ConversationId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Conversation_OfTheOnlyRoute_BeginsAnewToo(bool streaming)
    {
        TestClient only = Forgetful(HttpStatusCode.BadRequest, Previous);
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { RetryWhenAlone = false }, only);

        await client.AskAsync(streaming, Restarting());

        Assert.Equal(["conversation", null], only.Options.Select(options => options!.ConversationId));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Response_ThatIsLost_BeginsAnew(bool streaming)
    {
        TestClient second = new() { OnResponse = (_, options, _) => options?.ContinuationToken is null ? Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "ok")) { ContinuationToken = Own.Token() }) : throw Refusal(HttpStatusCode.NotFound, """{"error":{"message":"Response with id 'resp_1' not found.","type":"invalid_request_error"}}""") };
        using CapacityAwareChatClient client = Make.Router(_time, new TestClient(), second);
        await BeginOnAsync(client, "b", streaming: false);

        RoutingReport report = (await client.AskAsync(streaming, Own.Poll(Own.Token()).WithRouting(new() { RestartElsewhere = true }))).GetRoutingReport()!;

        Assert.Equal(["b", "b"], report.Attempts.Select(attempt => attempt.Route));
        Assert.Null(second.Options[^1]!.ContinuationToken);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Conversation_ThatMayNotBeginAnew_StopsWithTheProvidersOwnException(bool streaming, bool withoutMessages)
    {
        TestClient first = new();
        TestClient second = Forgetful(HttpStatusCode.BadRequest, Previous);
        using CapacityAwareChatClient client = Make.Router(_time, first, second);
        await BeginOnAsync(client, "b", streaming);

        HttpRequestException thrown = await Assert.ThrowsAsync<HttpRequestException>(
            () => client.AskAsync(streaming, withoutMessages ? Restarting() : Own.Conversation(), withoutMessages ? [] : null));

        Assert.Equal((Previous, 0, 2), (thrown.Message, first.Calls, second.Calls));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Conversation_ThatIsLostWithOneAttempt_StopsWithTheProvidersOwnException(bool streaming)
    {
        TestClient only = Forgetful(HttpStatusCode.BadRequest, Previous);
        using CapacityAwareChatClient client = Make.Router(_time, new CapacityRoutingOptions { MaxAttempts = 1 }, only);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming, Restarting()));

        Assert.Equal(1, only.Calls);
    }

    private static ChatOptions Restarting() => Own.Conversation().WithRouting(new() { RestartElsewhere = true });

    private static HttpRequestException Refusal(HttpStatusCode status, string body) => new(body, inner: null, status);

    /// <summary>Begins conversations, and has lost each when it is to go on.</summary>
    private static TestClient Forgetful(HttpStatusCode status, string body, string renewed = "conversation")
    {
        int begun = 0;
        return new()
        {
            OnResponse = (_, options, _) => options?.ConversationId is null
                ? Own.Conversing(begun++ == 0 ? "conversation" : renewed).OnResponse([], options, default)
                : Task.FromException<ChatResponse>(Refusal(status, body)),
        };
    }

    private static Task<ChatResponse> BeginOnAsync(CapacityAwareChatClient client, string route, bool streaming) =>
        client.AskAsync(streaming, new ChatOptions().WithRouting(new() { Route = route }));
}
