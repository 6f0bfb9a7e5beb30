using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace CapacityRouting.Transparency.Pages;

/// <summary>What the pages on migration say of the behaviour before and after.</summary>
public sealed class MigrationTests
{
    [Fact]
    public async Task Polly_ABadRequest_IsSentOnce()
    {
        TestClient gpt = TestClient.Failing(400);
        TestClient claude = TestClient.Saying("claude");
        using CapacityAwareChatClient client = MigrationSnippets.InsteadOfPolly(gpt, claude);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming: false));

        Assert.Equal((1, 0), (gpt.Calls, claude.Calls));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Polly_AnOverload_GoesToTheNextModelWithoutARetry(bool streaming)
    {
        TestClient gpt = TestClient.Failing(503);
        using CapacityAwareChatClient client = MigrationSnippets.InsteadOfPolly(gpt, TestClient.Saying("claude"));

        ChatResponse response = await client.AskAsync(streaming);

        Assert.Equal(("claude", 1), (response.Text, gpt.Calls));
    }

    [Fact]
    public async Task InOrder_ABadRequest_GoesToEveryClientBeforeAndToOneAfter()
    {
        TestClient[] before = [TestClient.Failing(400), TestClient.Failing(400), TestClient.Failing(400)];
        TestClient[] after = [TestClient.Failing(400), TestClient.Failing(400), TestClient.Failing(400)];
        using IChatClient inOrder = MigrationSnippets.InOrder(before[0], before[1], before[2]);
        using IChatClient router = MigrationSnippets.InsteadOfInOrder(after[0], after[1], after[2]);

        await Assert.ThrowsAsync<HttpRequestException>(() => inOrder.AskAsync(streaming: false));
        await Assert.ThrowsAsync<HttpRequestException>(() => router.AskAsync(streaming: false));

        Assert.Equal([1, 1, 1, 1, 0, 0], before.Concat(after).Select(client => client.Calls));
    }

    [Fact]
    public async Task InOrder_AnEmptyAnswer_IsAnAnswerBeforeAndAFailureAfter()
    {
        TestClient Empty() => new() { OnResponse = (_, _, _) => Task.FromResult(new ChatResponse()) };
        using IChatClient inOrder = MigrationSnippets.InOrder(Empty(), TestClient.Saying("claude"), TestClient.Saying("local"));
        using IChatClient router = MigrationSnippets.InsteadOfInOrder(Empty(), TestClient.Saying("claude"), TestClient.Saying("local"));

        Assert.Equal((string.Empty, "claude"), ((await inOrder.AskAsync(streaming: false)).Text, (await router.AskAsync(streaming: false)).Text));
    }

    [Fact]
    public async Task InOrder_WhenAllFail_ThrowsTheLastBeforeAndEveryAttemptAfter()
    {
        using IChatClient inOrder = MigrationSnippets.InOrder(TestClient.Failing(500), TestClient.Failing(500), TestClient.Failing(429));
        using CapacityAwareChatClient router = new(
            [new("gpt", TestClient.Failing(500)), new("claude", TestClient.Failing(500)), new("local", TestClient.Failing(429))], MigrationSnippets.AsBefore());

        Assert.Equal(429, (int?)(await Assert.ThrowsAsync<HttpRequestException>(() => inOrder.AskAsync(streaming: false))).StatusCode);
        NoRouteAvailableException thrown = await Assert.ThrowsAsync<NoRouteAvailableException>(() => router.AskAsync(streaming: false));

        Assert.Equal(["gpt", "claude", "local"], thrown.Attempts.Select(attempt => attempt.Route));
        Assert.Equal(429, (int?)Assert.IsType<HttpRequestException>(thrown.InnerException).StatusCode);
    }

    [Fact]
    public async Task Gate_ARequestAboveTheLimit_IsRefusedWithTheNumbers()
    {
        ServiceCollection collection = [];
        MigrationSnippets.InsteadOfAGate(collection, TestClient.Saying("gpt"));
        await using ServiceProvider services = collection.BuildServiceProvider();
        IChatClient client = services.GetRequiredService<IChatClient>();

        NoRouteAvailableException thrown = await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.GetResponseAsync(new string('a', 4_000_000)));

        Assert.Equal(ExclusionReason.ExceedsLimit, Assert.Single(thrown.Excluded).Reason);
    }

    [Fact]
    public async Task LiteLLM_NestedRouters_SpreadOverTheGroupAndThenGoOn()
    {
        TestClient east = TestClient.Saying("east");
        TestClient west = TestClient.Saying("west");
        using CapacityAwareChatClient client = MigrationSnippets.Nested(east, west, TestClient.Saying("claude"));
        for (int i = 0; i < 20; i++)
            await client.AskAsync(streaming: false);
        using CapacityAwareChatClient failing = MigrationSnippets.Nested(TestClient.Failing(503), TestClient.Failing(503), TestClient.Saying("claude"));

        Assert.Equal((10, 10), (east.Calls, west.Calls));
        Assert.Equal("claude", (await failing.AskAsync(streaming: false)).Text);
    }

    [Fact]
    public async Task LiteLLM_RoutesInOrder_UseTheFirstWhileItHasRoom()
    {
        TestClient east = TestClient.Saying("east");
        TestClient west = TestClient.Saying("west");
        using CapacityAwareChatClient client = MigrationSnippets.InsteadOfLiteLLM(east, west, TestClient.Saying("claude"));
        for (int i = 0; i < 20; i++)
            await client.AskAsync(streaming: false);

        Assert.Equal((20, 0), (east.Calls, west.Calls));
    }

    [Fact]
    public void Pool_TheDeployments_AreKnownAsAzureOpenAI()
    {
        using CapacityAwareChatClient client = MigrationSnippets.InsteadOfAPool("key", "key");

        Assert.Equal(["AzureOpenAI", "AzureOpenAI"], client.Monitor().GetSnapshot().Routes.Select(route => route.Provider));
    }

    [Fact]
    public void Gateway_WithoutAProfile_IsNotKnownAsAzureOpenAI()
    {
        using CapacityAwareChatClient client = new([new("apim", MigrationSnippets.BehindAGateway("key"))]);

        Assert.NotEqual("AzureOpenAI", client.Route("apim").Provider);
    }
}
