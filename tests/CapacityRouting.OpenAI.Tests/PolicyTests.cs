using System.ClientModel;
using System.ClientModel.Primitives;
using CapacityRouting.ScriptedProvider;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;

namespace CapacityRouting.Tests;

/// <summary>What the policy sees of the SDK's pipeline, and what it leaves as it is.</summary>
public sealed class PolicyTests
{
    private static readonly string LongError = OpenAIWire.Error(new string('x', 200_000), "server_error", code: null);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Policy_OfALongError_LeavesEveryByteToTheSdk(bool streaming)
    {
        await using Provider provider = Provider.Answering(Reply.Json(500, LongError).Chunked());
        using IChatClient client = OpenAIClients.At(provider.Address, Sight.Policy);
        using Trial trial = new(client, OpenAIClients.RoutingAt(Sight.Policy));

        await trial.AskAsync(streaming);

        ClientResultException thrown = Assert.IsType<ClientResultException>(trial.Raised);
        Assert.Equal(LongError, thrown.GetRawResponse()!.Content.ToString());
        trial.AssertWentOn();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Policy_OfAnError_SeesStatusHeadersAndBody(bool streaming)
    {
        string body = OpenAIWire.Error("busy", "requests", "rate_limit_exceeded");
        await using Provider provider = Provider.Answering(Reply.Json(429, body, ("Retry-After", "7")));
        AttemptWatch watch = new(OpenAIClients.At(provider.Address, Sight.Policy));
        using Trial trial = new(watch);

        await trial.AskAsync(streaming);

        Assert.Equal(1, watch.Last!.Sends);
        Assert.Equal(429, watch.Last.Response!.StatusCode);
        Assert.Equal("7", watch.Last.Response.Headers["retry-after"]);
        Assert.Equal(body, watch.Last.Response.Body);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Policy_OfAnAnswer_SeesHeadersAndTakesNothing(bool streaming)
    {
        Reply answer = streaming ? Reply.Events(OpenAIWire.RoleChunk, OpenAIWire.TextChunk, OpenAIWire.StopChunk, OpenAIWire.Done) : Reply.Json(200, OpenAIWire.Answer);
        await using Provider provider = Provider.Answering(answer with { Headers = [("x-ratelimit-limit-requests", "500")] });
        AttemptWatch watch = new(OpenAIClients.At(provider.Address, Sight.Policy));
        using Trial trial = new(watch);

        await trial.AskAsync(streaming);

        Assert.Equal("the first answers", trial.Text);
        Assert.Equal(200, watch.Last!.Response!.StatusCode);
        Assert.Equal("500", watch.Last.Response.Headers["X-RateLimit-Limit-Requests"]);
        Assert.Null(watch.Last.Response.Body);
    }

    [Fact]
    public async Task Policy_AboveAnObserver_CountsASendOnceAndKeepsWhatTheObserverSaw()
    {
        OpenAIClientOptions options = new OpenAIClientOptions { Transport = new HttpClientPipelineTransport(new HttpClient(new CapacityObserver())) }.UseCapacityRouting().UseCapacityRouting();
        await using Provider provider = Provider.Answering(Reply.Events("data: " + OpenAIWire.Error("busy", "requests", "rate_limit_exceeded"), OpenAIWire.Done));
        AttemptWatch watch = new(OpenAIClients.At(provider.Address, options));
        using Trial trial = new(watch);

        await trial.AskAsync(streaming: true);

        Assert.Equal(1, watch.Last!.Sends);
        Assert.NotNull(watch.Last.Response!.Body);
        Assert.Equal(FailureKind.RateLimited, trial.Failure.Kind);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Policy_OutsideOfAnAttempt_DoesNothing(bool streaming)
    {
        Reply answer = streaming ? Reply.Events(OpenAIWire.TextChunk, OpenAIWire.StopChunk, OpenAIWire.Done) : Reply.Json(200, OpenAIWire.Answer);
        await using Provider provider = Provider.Answering(answer);
        using IChatClient client = OpenAIClients.At(provider.Address, Sight.Policy);

        ChatResponse response = streaming
            ? await client.GetStreamingResponseAsync("What is the answer?").ToChatResponseAsync()
            : await client.GetResponseAsync("What is the answer?");

        Assert.Equal("the first answers", response.Text);
        Assert.Null(AttemptObservation.Current);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(200)]
    public async Task Policy_OfACallThatBlocks_SeesItToo(int status)
    {
        await using Provider provider = Provider.Answering(Reply.Json(status, status == 200 ? OpenAIWire.Answer : OpenAIWire.Error("busy", "requests", code: null)));
        OpenAIClientOptions options = new OpenAIClientOptions { Endpoint = new(provider.Address, "/v1") }.UseCapacityRouting();
        ChatClient model = new("gpt-test", new ApiKeyCredential("no-key"), options);
        AttemptWatch watch = new(new TestClient { OnResponse = (_, _, _) => Task.FromResult(TestClient.Says(model.CompleteChat("What is the answer?").Value.Content[0].Text)) });
        using Trial trial = new(watch);

        await trial.AskAsync(streaming: false);

        Assert.Equal(1, watch.Last!.Sends);
        Assert.Equal(status, watch.Last.Response!.StatusCode);
        Assert.Equal(status == 200, watch.Last.Response.Body is null);
    }
}
