using Azure.AI.Inference;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using CapacityRouting.ScriptedProvider;
using CapacityRouting.Tests.Tools;

namespace CapacityRouting.Tests;

/// <summary>What the policy sees of the pipeline, and what it leaves as it is.</summary>
public sealed class PolicyTests
{
    private const int Retries = 2;

    private static readonly string LongError = $$$"""{"error":{"code":"InternalServerError","message":"{{{new string('x', 200_000)}}}"}}""";

    [Fact]
    public async Task Policy_OfAnError_SeesStatusHeadersAndBody()
    {
        await using Provider provider = Provider.Answering(Reply.Json(429, "busy", ("Retry-After", "7")));
        AttemptWatch watch = new(AzureClients.At(provider.Address, Sight.Policy));
        using Trial trial = new(watch);

        await trial.AskAsync(streaming: false);

        Assert.Equal(1, watch.Last!.Sends);
        Assert.Equal(429, watch.Last.Response!.StatusCode);
        Assert.Equal("7", watch.Last.Response.Headers["retry-after"]);
        Assert.Equal("busy", watch.Last.Response.Body);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Policy_OfALongError_LeavesEveryByteToTheSdk(bool streaming)
    {
        await using Provider provider = Provider.Answering(Reply.Json(500, LongError).Chunked());
        using Trial trial = new(AzureClients.At(provider.Address, Sight.Policy), AzureClients.RoutingAt(Sight.Policy));

        await trial.AskAsync(streaming);

        RequestFailedException thrown = Assert.IsType<RequestFailedException>(trial.Raised);
        Assert.Equal(LongError, thrown.GetRawResponse()!.Content.ToString());
        trial.AssertWentOn();
    }

    [Fact]
    public async Task Policy_OfACallThatBlocks_SeesItToo()
    {
        await using Provider provider = Provider.Answering(Reply.Json(200, "{}", ("x-ratelimit-limit-requests", "500")));
        HttpPipeline pipeline = HttpPipelineBuilder.Build(new AzureAIInferenceClientOptions().UseCapacityRouting());
        AttemptWatch watch = new(new TestClient { OnResponse = (_, _, _) => Task.FromResult(TestClient.Says($"status {Get(pipeline, provider.Address)}")) });
        using Trial trial = new(watch);

        await trial.AskAsync(streaming: false);

        Assert.Equal("status 200", trial.Text);
        Assert.Equal("500", watch.Last!.Response!.Headers["x-ratelimit-limit-requests"]);
        Assert.Null(watch.Last.Response.Body);
    }

    [Fact]
    public async Task Policy_UnderRetriesThatAreLeftOn_CountsThem()
    {
        AzureAIInferenceClientOptions options = new AzureAIInferenceClientOptions().UseCapacityRouting();
        options.Retry.MaxRetries = Retries;
        options.Retry.Delay = TimeSpan.Zero;
        options.Retry.Mode = RetryMode.Fixed;
        await using Provider provider = Provider.Answering(Reply.Json(500, "{}"));
        using Trial trial = new(new InferenceChatClient(provider.Address, options));

        await trial.AskAsync(streaming: false);

        Assert.Equal(1 + Retries, provider.Requests);
        Assert.Equal(1 + Retries, trial.Report.Attempts[0].Sends);
    }

    [Fact]
    public async Task Policy_AboveAnObserver_CountsASendOnceAndKeepsWhatTheObserverSaw()
    {
        AzureAIInferenceClientOptions options = new() { Transport = new HttpClientTransport(new HttpClient(new CapacityObserver())) };
        await using Provider provider = Provider.Answering(Reply.Events("""data: {"error":{"code":"429","message":"Rate limit is exceeded. Please retry after 4 seconds."}}""", "data: [DONE]"));
        AttemptWatch watch = new(new InferenceChatClient(provider.Address, options.UseCapacityRouting().UseCapacityRouting()));
        using Trial trial = new(watch);

        await trial.AskAsync(streaming: true);

        Assert.Equal(1, watch.Last!.Sends);
        Assert.Equal(FailureKind.RateLimited, trial.Failure.Kind);
        Assert.Equal(TimeSpan.FromSeconds(4), trial.Failure.RetryAfter);
    }

    private static int Get(HttpPipeline pipeline, Uri address)
    {
        using HttpMessage message = pipeline.CreateMessage();
        message.Request.Uri.Reset(address);
        pipeline.Send(message, CancellationToken.None);
        return message.Response.Status;
    }
}
