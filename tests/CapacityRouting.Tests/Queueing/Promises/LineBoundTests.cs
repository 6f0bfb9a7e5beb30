using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace CapacityRouting.Tests.Queueing.Promises;

/// <summary>Promise: a line has a maximum length. A call beyond it is refused at once with the setting's name.</summary>
public sealed class LineBoundTests : IDisposable
{
    private readonly HeldModel _model = new();

    public void Dispose() => _model.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Newcomer_WhoFindsTheLineFull_IsRefusedAtOnceWithTheSettingsName(bool streaming)
    {
        using CapacityAwareChatClient client = Client(3);
        Task<ChatResponse>[] calls = [.. Enumerable.Range(0, 4).Select(_ => client.AskAsync(streaming))];

        Task<ChatResponse> fourth = client.AskAsync(streaming);

        Assert.True(fourth.IsCompleted);
        NoRouteAvailableException refused = await Assert.ThrowsAsync<NoRouteAvailableException>(() => fourth);
        Assert.Contains("MaxQueueLength", refused.Message, StringComparison.Ordinal);
        Assert.Contains("3", refused.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.Zero, refused.GetRoutingReport()!.Waited);
        Assert.DoesNotContain(calls, call => call.IsCompleted);
        await EndAllAsync(calls);
    }

    [Fact]
    public async Task Newcomer_WhoComesAfterSomebodyHasLeftTheFullLine_Waits()
    {
        using CapacityAwareChatClient client = Client(3);
        using CancellationTokenSource caller = new();
        Task<ChatResponse>[] calls = [.. Enumerable.Range(0, 3).Select(_ => client.AskAsync(streaming: false))];
        Task<ChatResponse> leaving = client.AskAsync(streaming: false, token: caller.Token);
        Bare.Run(caller.Cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving.DoneAsync());

        Task<ChatResponse> newcomer = client.AskAsync(streaming: false);

        Assert.False(newcomer.IsCompleted);
        await EndAllAsync([.. calls, newcomer]);
    }

    [Fact]
    public async Task Newcomer_ForAnIdleRoute_IsServedWhileTheLineIsFull()
    {
        CapacityLimits one = new() { MaxConcurrentRequests = 1 };
        using CapacityAwareChatClient client = new(
            [new("a", _model) { Tags = ["a"], Limits = one }, new("b", TestClient.Saying("b")) { Tags = ["b"], Limits = one }], Options(1), new FakeTimeProvider());
        ChatOptions onlyA = new ChatOptions().WithRouting(new() { Tags = ["a"] });
        Task<ChatResponse>[] calls = [client.AskAsync(streaming: false, onlyA), client.AskAsync(streaming: false, onlyA)];

        Assert.Equal("b", (await client.AskAsync(streaming: false).DoneAsync()).Text);

        await EndAllAsync(calls);
    }

    [Fact]
    public void MaxQueueLength_ByDefault_IsFiftyThousand() => Assert.Equal(50_000, new CapacityRoutingOptions().MaxQueueLength);

    private static CapacityRoutingOptions Options(int most)
    {
        CapacityRoutingOptions options = Make.Untimed();
        (options.MaxWait, options.MaxQueueLength) = (TimeSpan.FromDays(1), most);
        return options;
    }

    private CapacityAwareChatClient Client(int most) => new([new("a", _model) { Limits = new() { MaxConcurrentRequests = 1 } }], Options(most), new FakeTimeProvider());

    private async Task EndAllAsync(Task<ChatResponse>[] calls)
    {
        _model.EndAll();
        Assert.Equal(calls.Length, (await Task.WhenAll(calls).DoneAsync()).Length);
        Assert.Equal(calls.Length, _model.Begun);
    }
}
