using CapacityRouting.Tests.Tools;
using CapacityRouting.Wire;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Wire;

public sealed class StreamEndMarkTests
{
    [Theory]
    [InlineData("data: {\"choices\":[]}\n\ndata: [DONE]\n\n", nameof(WireEnd.Marked))]
    [InlineData("data: {\"choices\":[]}\n\ndata:[DONE]", nameof(WireEnd.Marked))]
    [InlineData("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n", nameof(WireEnd.Marked))]
    [InlineData("event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{}}\n\n", nameof(WireEnd.Marked))]
    [InlineData("{\"message\":{\"content\":\"a\"},\"done\":false}\n{\"message\":{\"content\":\"\"},\"done\":true}\n", nameof(WireEnd.Marked))]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"half\"}}]}\n\n", nameof(WireEnd.Unknown))]
    [InlineData("data: {\"object\":\"chat.completion.chunk\",\"choices\":[{\"delta\":{\"content\":\"half\"}}]}\n\n", nameof(WireEnd.Unmarked))]
    [InlineData("event: content_block_delta\ndata: {\"type\":\"content_block_delta\"}\n\n", nameof(WireEnd.Unmarked))]
    [InlineData("{\"message\":{\"content\":\"a\"},\"done\":false}\n", nameof(WireEnd.Unmarked))]
    [InlineData("", nameof(WireEnd.Unknown))]
    public void Tail_OfAStream_TellsItsEnd(string tail, string end) => Assert.Equal(Enum.Parse<WireEnd>(end), StreamEnd.Of(tail));

    /// <summary>The route has always given reasons; this stream gives none, and the mark that ends its protocol.</summary>
    [Theory]
    [InlineData("[DONE]", true)]
    [InlineData("more", false)]
    public async Task Mark_OnTheWire_DecidesBeforeTheHabit(string last, bool isWhole)
    {
        Queue<string> bodies = new(["whole\nstop\n", "whole\nstop\n", $"other\n{last}"]);
        StubHandler network = new(_ => StubHandler.Response(200, bodies.Dequeue()));
        using CapacityAwareChatClient client = Make.Router(new Finishing(new HttpChatClient(new CapacityObserver(network))));
        await client.AskAsync(streaming: true);
        await client.AskAsync(streaming: true);

        Exception? thrown = await Record.ExceptionAsync(() => client.AskAsync(streaming: true));

        Assert.Equal(isWhole ? null : typeof(StreamInterruptedException), thrown?.GetType());
    }

    [Theory]
    [InlineData("data: {\"object\":\"chat.completion.chunk\",\"choices\":[]}\n\n", FailureKind.TruncatedStream)]
    [InlineData("data: {\"object\":\"chat.completion.chunk\",\"choices\":[]}\n\ndata: [DONE]\n\n", FailureKind.EmptyResponse)]
    [InlineData("data: {\"choices\":[]}\n\n", FailureKind.EmptyResponse)]
    public async Task Stream_OfNothing_IsCutWhereItsMarkIsMissing(string body, FailureKind kind)
    {
        using CapacityAwareChatClient client = Make.Router(new Silent(new HttpChatClient(new CapacityObserver(StubHandler.Answering(200, body)))), new TestClient());

        Assert.Equal(kind, (await client.AskAsync(streaming: true)).GetRoutingReport()!.Attempts[0].Failure!.Kind);
    }

    /// <summary>Finds nothing in what it reads.</summary>
    private sealed class Silent(IChatClient inner) : DelegatingChatClient(inner)
    {
        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (ChatResponseUpdate _ in base.GetStreamingResponseAsync(messages, options, cancellationToken))
                yield return Updates.Empty();
        }
    }

    /// <summary>Gives a finish reason for the line "stop".</summary>
    private sealed class Finishing(IChatClient inner) : DelegatingChatClient(inner)
    {
        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (ChatResponseUpdate update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
                yield return update.Text == "stop" ? Updates.Finish() : update;
        }
    }
}
