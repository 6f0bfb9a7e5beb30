using CapacityRouting.Tests.Tools;
using CapacityRouting.Wire;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Wire;

public sealed class StreamEndMarkTests
{
    [Theory]
    [InlineData("data: {\"choices\":[]}\n\ndata: [DONE]\n\n", true)]
    [InlineData("data: {\"choices\":[]}\n\ndata:[DONE]", true)]
    [InlineData("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n", true)]
    [InlineData("event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{}}\n\n", true)]
    [InlineData("{\"message\":{\"content\":\"a\"},\"done\":false}\n{\"message\":{\"content\":\"\"},\"done\":true}\n", true)]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\"half\"}}]}\n\n", false)]
    [InlineData("", false)]
    public void Tail_OfAStream_TellsItsEnd(string tail, bool isMarked) => Assert.Equal(isMarked, StreamEnd.IsMarked(tail));

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
