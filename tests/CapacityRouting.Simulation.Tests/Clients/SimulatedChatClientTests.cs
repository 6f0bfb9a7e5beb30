using CapacityRouting.Simulation.Tests.Providers;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Simulation.Tests.Clients;

public sealed class SimulatedChatClientTests
{
    private readonly ProviderBench _bench = new(ProviderBench.Settings());

    [Fact]
    public void GetResponseAsync_AnAnswer_HasItsTextAndItsUsage()
    {
        _bench.Run(async () =>
        {
            ChatResponse response = await _bench.CallAsync(100, 50, charactersPerToken: 3);

            Assert.Equal(new string('w', 200), response.Text);
            AssertUsage(response, 100, 50);
            Assert.Equal((ChatFinishReason.Stop, "00000001"), (response.FinishReason, response.ResponseId));
        });
    }

    [Fact]
    public void GetStreamingResponseAsync_AnAnswer_ComesInEightPiecesAfterAnEmptyOne()
    {
        _bench.Run(async () =>
        {
            List<ChatResponseUpdate> updates = [];
            await foreach (ChatResponseUpdate update in _bench.Stream(100, 50))
                updates.Add(update);

            // 50 tokens in eight pieces: 6 and 7 in turn, but 6 at first.
            Assert.Equal([0, 6, 6, 6, 7, 6, 6, 6, 7, 0], updates.Select(update => update.Text.Length / 4));
            Assert.All(updates, update => Assert.Equal(("00000001", ChatRole.Assistant), (update.ResponseId, update.Role)));
            Assert.All(updates.SkipLast(1), update => Assert.Null(update.FinishReason));
            Assert.Empty(updates[0].Contents);
            ChatResponse whole = updates.ToChatResponse();
            AssertUsage(whole, 100, 50);
            Assert.Equal((200, ChatFinishReason.Stop), (whole.Text.Length, whole.FinishReason));
        });
    }

    [Fact]
    public void GetResponseAsync_SeveralMessagesAndInstructions_AllCountAsThePrompt()
    {
        _bench.Run(() => _bench.Client.GetResponseAsync(
            [new(ChatRole.System, new string('s', 100)), new(ChatRole.User, [new TextContent(new string('u', 50)), new TextContent(new string('v', 7))])],
            new ChatOptions { Instructions = new string('i', 40) }));

        // 197 characters are 50 tokens by the rule of thumb, and 197 / 3.8 = 51 and 7 in truth.
        ProviderVisit visit = _bench.Provider.Visits[0];
        Assert.Equal((-1, 50L, 58L), (visit.Call, visit.AskedInputTokens, visit.InputTokens));
        Assert.InRange(visit.OutputTokens, 38, 128);
    }

    [Fact]
    public void GetResponseAsync_NoMessages_IsAPromptOfNothing()
    {
        _bench.Run(() => _bench.Client.GetResponseAsync([]));

        Assert.Equal((0L, 7L), (_bench.Provider.Visits[0].AskedInputTokens, _bench.Provider.Visits[0].InputTokens));
    }

    [Fact]
    public void GetResponseAsync_CancelledBefore_DoesNotReachTheProvider()
    {
        _bench.Run(async () =>
        {
            CancellationToken cancelled = new(canceled: true);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.CallAsync(cancellationToken: cancelled));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                await foreach (ChatResponseUpdate _ in _bench.Stream(cancellationToken: cancelled))
                    Assert.Fail("Nothing may come.");
            });
        });

        Assert.Empty(_bench.Provider.Visits);
    }

    [Fact]
    public void GetResponseAsync_Refused_ThrowsWithStatusHeadersAndBody()
    {
        ProviderBench bench = new(ProviderBench.Settings(new ProviderLimit(CapacityDimension.RequestsPerMinute, 1)));
        bench.Run(async () =>
        {
            await bench.CallAsync();
            SimulatedProviderException refused = await bench.RefusedAsync();

            Assert.Equal(429, (int?)refused.StatusCode);
            Assert.Equal("60", refused.Headers["Retry-After"]);
            Assert.StartsWith("{\"error\":{\"message\":\"Rate limit reached for gpt", refused.Body, StringComparison.Ordinal);
            Assert.Equal($"HTTP 429: {refused.Body}", refused.Message);
        });
    }

    [Fact]
    public void GetResponseAsync_AModelAskedFor_IsTheOneInTheRefusal()
    {
        ProviderBench bench = new(ProviderBench.Settings(new ProviderLimit(CapacityDimension.TokensPerMinute, 1)));
        bench.Run(async () =>
        {
            SimulatedProviderException refused = await Assert.ThrowsAsync<SimulatedProviderException>(
                () => bench.Client.GetResponseAsync("Why is the sky blue?", new ChatOptions { ModelId = "gpt-5-mini" }));

            Assert.Contains("Request too large for gpt-5-mini in organization org-simulated", refused.Body, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void GetService_ItsOwn_AreGivenAndNoOther()
    {
        IChatClient client = _bench.Client;

        Assert.Same(client, client.GetService(typeof(IChatClient)));
        Assert.Equal("openai", client.GetService<ChatClientMetadata>()?.ProviderName);
        Assert.Null(client.GetService(typeof(string)));
        Assert.Null(client.GetService(typeof(IChatClient), "key"));
    }

    private static void AssertUsage(ChatResponse response, long input, long output) =>
        Assert.Equal((input, output, input + output), (response.Usage?.InputTokenCount, response.Usage?.OutputTokenCount, response.Usage?.TotalTokenCount));
}
