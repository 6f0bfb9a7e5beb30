using CapacityRouting.Tests.Tools;
using CapacityRouting.Wire;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Wire;

/// <summary>Other calls over an observed client inside of an attempt are not the model's.</summary>
public sealed class OtherExchangeTests
{
    private static readonly Uri Embeddings = new("https://model.test/v1/embeddings");
    private static readonly Uri Weather = new("https://weather.test/today");

    [Theory]
    [InlineData("https://api.openai.com/v1/embeddings", true)]
    [InlineData("https://x.openai.azure.com/openai/deployments/e/embeddings?api-version=1", true)]
    [InlineData("https://generativelanguage.googleapis.com/v1/models/e:embedContent", true)]
    [InlineData("http://localhost:11434/api/embed", true)]
    [InlineData("https://api.openai.com/v1/images/generations", true)]
    [InlineData("https://api.openai.com/v1/chat/completions", false)]
    [InlineData("https://api.openai.com/v1/responses", false)]
    [InlineData("https://api.anthropic.com/v1/messages", false)]
    [InlineData("https://generativelanguage.googleapis.com/v1/models/g:streamGenerateContent", false)]
    [InlineData("http://localhost:11434/api/chat", false)]
    [InlineData("https://gateway.test/anything", false)]
    public void Operation_ByItsAddress_IsTheModelsUnlessKnownAsAnother(string address, bool isOther) => Assert.Equal(isOther, ModelOperation.IsOther(new(address)));

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Refusal_OfAToolInAnAttempt_NeitherLimitsNorBreaksTheAnswer(bool streaming, bool isEmbedding)
    {
        StubHandler network = new(request => request.RequestUri == (isEmbedding ? Embeddings : Weather)
            ? StubHandler.Response(429, "busy", ("retry-after", "60"), ("x-ratelimit-limit-requests", "1"), ("x-ratelimit-remaining-requests", "0"))
            : StubHandler.Response(200, "first\nsecond"));
        CapacityObserver observer = new(network);
        using HttpClient tools = new(observer);
        using CapacityAwareChatClient client = Make.Router(new Asking(new HttpChatClient(observer), () => tools.GetAsync(isEmbedding ? Embeddings : Weather)));

        for (int call = 0; call < 3; call++)
        {
            ChatResponse answer = await client.AskAsync(streaming);
            Assert.Contains("second", answer.Text, StringComparison.Ordinal);
            Assert.True(!isEmbedding || answer.GetRoutingReport()!.Attempts[0].Sends == 1);
        }

        Assert.Empty(client.Route("a").Buckets);
        Assert.Null(client.Route("a").CoolingDownFor);
    }

    /// <summary>Calls a tool before the model, and amid its stream.</summary>
    private sealed class Asking(IChatClient inner, Func<Task<HttpResponseMessage>> tool) : DelegatingChatClient(inner)
    {
        public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            (await tool()).Dispose();
            return await base.GetResponseAsync(messages, options, cancellationToken);
        }

        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (ChatResponseUpdate update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
            {
                yield return update;
                (await tool()).Dispose();
            }
        }
    }
}
