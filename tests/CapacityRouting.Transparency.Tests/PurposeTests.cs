using CapacityRouting.Pipelines.Tests.Tools;
using CapacityRouting.Tests.Tools;
using CapacityRouting.Transparency.Placing;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Transparency;

/// <summary>What a router of one route changes on purpose. Record 44 lists it.</summary>
public sealed class PurposeTests
{
    /// <summary>A caller who has cancelled gets a cancellation, whatever the client makes of it.</summary>
    [Theory]
    [InlineData(Ways.Untimed, false)]
    [InlineData(Ways.Untimed, true)]
    [InlineData(Ways.One, false)]
    [InlineData(Ways.One, true)]
    public async Task Exception_AfterTheCallerHasCancelled_IsTheCancellation(string way, bool streaming)
    {
        using CancellationTokenSource caller = new();
        using IChatClient client = Ways.To(TestClient.Failing(CancelAndFail), way);

        OperationCanceledException thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.AskAsync(streaming, token: caller.Token));

        Assert.Equal(caller.Token, thrown.CancellationToken);

        IOException CancelAndFail()
        {
            caller.Cancel();
            return new IOException("cut by the cancellation");
        }
    }

    /// <summary>The router adds no update of its own. A cache that joins updates makes one of what the report was added to.</summary>
    [Theory]
    [InlineData(Ways.None, 1)]
    [InlineData(Ways.One, 2)]
    public async Task Stream_OutOfACacheAboveTheRouter_HasTheReportInAnUpdateWithoutContent(string way, int updates)
    {
        ChatResponseUpdate own = new(ChatRole.Assistant, "ok");
        using IChatClient client = Ways.To(new TestClient { OnStream = (_, _, _) => new[] { own }.ToAsyncEnumerable() }, way)
            .AsBuilder().UseDistributedCache(new ByteCache()).Build();

        ChatResponseUpdate[] first = await client.GetStreamingResponseAsync(Ask.Question).ToArrayAsync();
        ChatResponseUpdate[] cached = await client.GetStreamingResponseAsync(Ask.Question).ToArrayAsync();

        Assert.Same(own, Assert.Single(first));
        Assert.Equal(updates, cached.Length);
        Assert.Equal("ok", cached[0].Text);
        Assert.All(cached.Skip(1), update => Assert.Empty(update.Contents));
        Assert.Equal(way == Ways.None, cached[^1].GetRoutingReport() is null);
    }
}
