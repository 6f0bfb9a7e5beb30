using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Queueing.Promises;

/// <summary>Promise: a call that one route has failed is in line by its first arrival: before later calls, and behind earlier ones.</summary>
public sealed class FirstArrivalCountsTests : IDisposable
{
    private static readonly ChatOptions OnlyB = new ChatOptions().WithRouting(new() { Tags = ["b"] });

    private readonly ManualTime _time = new();
    private readonly HeldModel _failing = new();

    public void Dispose() => _failing.Dispose();

    /// <summary>The route has one call a second; ten others have come for it meanwhile.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CallThatFailedOver_ToARouteOthersWaitFor_IsServedBeforeThoseWhoCameLater(bool streaming)
    {
        using CapacityAwareChatClient client = Client(new() { RequestsPerMinute = 60, Burst = TimeSpan.FromSeconds(1) });
        long begun = _time.GetTimestamp();
        Assert.Equal("b", (await client.AskAsync(streaming, OnlyB)).Text);
        Task<ChatResponse> failedOver = client.AskAsync(streaming);
        Task<ChatResponse>[] later = [.. Enumerable.Range(0, 10).Select(_ => client.AskAsync(streaming, OnlyB))];

        _time.Advance(TimeSpan.FromSeconds(1.5));
        _failing.Fail(TestClient.Http(500));
        _time.Advance(TimeSpan.FromSeconds(0.5));

        Assert.True(failedOver.IsCompletedSuccessfully);
        Assert.Equal("b", (await failedOver).GetRoutingReport()!.ServedBy);
        Assert.Equal(TimeSpan.FromSeconds(2).Ticks, _time.GetTimestamp() - begun);
        await _time.RunAsync(Task.WhenAll(later));
        Assert.Equal([1, .. Enumerable.Range(3, 9)], later.Select(call => (int)Math.Round(call.Result.GetRoutingReport()!.Waited.TotalSeconds)));
    }

    [Fact]
    public async Task CallThatFailedOver_ToASlotOthersWaitFor_IsServedBeforeThoseWhoCameLaterAndBehindThoseWhoCameBefore()
    {
        List<string> served = [];
        HeldModel model = new() { OnBegin = messages => served.Add(messages.First().Text) };
        using CapacityAwareChatClient client = Client(new() { MaxConcurrentRequests = 1 }, model);
        List<Task<ChatResponse>> calls =
        [
            client.AskAsync(streaming: false, OnlyB, Named("holder")),
            client.AskAsync(streaming: false, OnlyB, Named("earlier")),
            client.AskAsync(streaming: false, messages: Named("failed over")),
            client.AskAsync(streaming: false, OnlyB, Named("later")),
        ];
        _time.Advance(TimeSpan.FromSeconds(1));
        _failing.Fail(TestClient.Http(500));

        for (int i = 0; i < 4; i++)
            model.End();

        await Task.WhenAll(calls).DoneAsync();
        Assert.Equal(["holder", "earlier", "failed over", "later"], served);
    }

    /// <summary>What two routes have failed has come no later.</summary>
    [Fact]
    public async Task CallThatFailedOverTwice_IsServedBeforeThoseWhoCameLater()
    {
        List<string> served = [];
        HeldModel second = new();
        HeldModel last = new() { OnBegin = messages => served.Add(messages.First().Text) };
        CapacityLimits one = new() { MaxConcurrentRequests = 1 };
        using CapacityAwareChatClient client = new(
            [new("a", _failing) { Limits = one }, new("c", second) { Limits = one }, new("b", last) { Limits = one, Tags = ["b"] }], Options(), _time);
        List<Task<ChatResponse>> calls =
        [
            client.AskAsync(streaming: false, OnlyB, Named("holder")),
            client.AskAsync(streaming: false, messages: Named("failed over")),
            client.AskAsync(streaming: false, OnlyB, Named("later")),
        ];
        _failing.Fail(TestClient.Http(500));
        second.Fail(TestClient.Http(500));

        for (int i = 0; i < 3; i++)
            last.End();

        await Task.WhenAll(calls).DoneAsync();
        Assert.Equal(["holder", "failed over", "later"], served);
    }

    private static ChatMessage[] Named(string name) => [new(ChatRole.User, name)];

    private static CapacityRoutingOptions Options()
    {
        CapacityRoutingOptions options = Make.Untimed();
        (options.MaxWait, options.SafetyReserve) = (TimeSpan.FromMinutes(5), 0);
        return options;
    }

    private CapacityAwareChatClient Client(CapacityLimits limits, IChatClient? model = null) => new(
        [new("a", _failing) { Limits = new() { MaxConcurrentRequests = 1 } }, new("b", model ?? TestClient.Saying("b")) { Limits = limits, Tags = ["b"] }], Options(), _time);
}
