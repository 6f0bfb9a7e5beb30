using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Wire;

/// <summary>What is a repeat of a failed request, and what is only another request.</summary>
public sealed class RepeatedSendTests
{
    [Fact]
    public async Task Send_RepeatedBetweenTwoObservers_IsCountedNearestToTheNetwork()
    {
        CapturingLoggerFactory log = new();
        RetryHandler twice = new(async send =>
        {
            await send();
            return await send();
        }, new CapacityObserver(StubHandler.Answering(500)));
        using CapacityAwareChatClient client = Make.Router(log, new HttpChatClient(new CapacityObserver(twice)), new TestClient());

        Assert.Equal(2, (await client.AskAsync(streaming: false)).GetRoutingReport()!.Attempts[0].Sends);
        Assert.Contains(log.Messages, message => message.Contains("retries", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Send_TwiceAtOnceWithoutAFailure_IsNoRetry()
    {
        CapturingLoggerFactory log = new();
        TaskCompletionSource both = new();
        using HttpClient http = new(new CapacityObserver(new GatedHandler(both.Task)));
        TestClient parallel = new()
        {
            OnResponse = async (_, _, token) =>
            {
                Task<HttpResponseMessage> first = http.GetAsync("http://model.test/1", token);
                Task<HttpResponseMessage> second = http.GetAsync("http://model.test/2", token);
                both.SetResult();
                await Task.WhenAll(first, second);
                return TestClient.Says("ok");
            },
        };
        using CapacityAwareChatClient client = Make.Router(log, parallel);

        Assert.Equal(2, (await client.AskAsync(streaming: false)).GetRoutingReport()!.Attempts[0].Sends);
        Assert.DoesNotContain(log.Messages, message => message.Contains("retries", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Send_AgainAfterAFailedConnection_IsARetry()
    {
        CapturingLoggerFactory log = new();
        int sends = 0;
        StubHandler network = new(_ => ++sends == 1 ? throw new HttpRequestException("gone") : StubHandler.Response(200, "ok"));
        RetryHandler patient = new(async send =>
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => send());
            return await send();
        }, new CapacityObserver(network));
        using CapacityAwareChatClient client = Make.Router(log, new HttpChatClient(patient));

        await client.AskAsync(streaming: false);

        Assert.Contains(log.Messages, message => message.Contains("retries", StringComparison.Ordinal));
    }

    /// <summary>Answers when it is told to.</summary>
    private sealed class GatedHandler(Task gate) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await gate;
            return StubHandler.Response(200, "ok");
        }
    }

    /// <summary>Sends as often as it likes.</summary>
    private sealed class RetryHandler(Func<Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> sending, HttpMessageHandler network) : DelegatingHandler(network)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            sending(() => base.SendAsync(request, cancellationToken));
    }
}
