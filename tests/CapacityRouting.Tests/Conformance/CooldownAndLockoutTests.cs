using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

/// <summary>How long cooldowns and closures last, and what ends them.</summary>
public sealed class CooldownAndLockoutTests
{
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(FailureKind.RateLimited)]
    [InlineData(FailureKind.Overloaded)]
    [InlineData(FailureKind.ServerError)]
    public async Task RetryAfter_Stated_CoolsForAsLong(FailureKind kind)
    {
        using CapacityAwareChatClient client = Make.Router(_time, Classify.As(kind, TimeSpan.FromSeconds(42)), TestClient.Failing(500));

        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming: false));

        Assert.Equal(TimeSpan.FromSeconds(42), client.Route("a").CoolingDownFor);
    }

    [Theory]
    [InlineData(FailureKind.RateLimited)]
    [InlineData(FailureKind.Overloaded)]
    public async Task Cooldown_WithoutAStatedWait_IsShort(FailureKind kind)
    {
        using CapacityAwareChatClient client = Make.Router(_time, Classify.As(kind), TestClient.Failing(500));

        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming: false, new ChatOptions().WithRouting(new() { MaxAttempts = 1 })));

        Assert.InRange(client.Route("a").CoolingDownFor!.Value, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task RateLimited_SecondRefusalWithAShorterWait_NeverShortensTheFirst()
    {
        RefusedTwice refused = new(_time, FailureKind.RateLimited);

        Assert.Equal(TimeSpan.FromSeconds(60), (await refused.ByAsync(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(5))).CoolingDownFor);
    }

    [Theory]
    [InlineData(5.0)]
    [InlineData(null)]
    public async Task QuotaExhausted_SecondRefusalWithAShorterWaitOrNone_NeverShortensTheFirst(double? seconds)
    {
        RefusedTwice refused = new(_time, FailureKind.QuotaExhausted);
        TimeSpan? second = seconds is { } stated ? TimeSpan.FromSeconds(stated) : null;

        Assert.Equal(TimeSpan.FromMinutes(50), (await refused.ByAsync(TimeSpan.FromMinutes(50), second)).ClosedFor);
    }

    [Fact]
    public async Task Authentication_TwoRefusalsOfCallsUnderWayTogether_AreOneStepOfTheProbingSchedule()
    {
        RefusedTwice refused = new(_time, FailureKind.Authentication);

        Assert.Equal(TimeSpan.FromMinutes(10), (await refused.ByAsync(null, null)).ClosedFor);
    }

    [Theory]
    [InlineData(FailureKind.QuotaExhausted)]
    [InlineData(FailureKind.Authentication)]
    [InlineData(FailureKind.ModelNotFound)]
    public async Task Closure_SuccessThatBeganBefore_DoesNotReopenIt(FailureKind kind)
    {
        TaskCompletionSource<ChatResponse> early = new();
        int calls = 0;
        TestClient inner = new() { OnResponse = (_, _, _) => calls++ == 0 ? early.Task : Task.FromException<ChatResponse>(TestClient.Http(500)) };
        using CapacityAwareChatClient client = Make.Router(_time, Classify.As(kind), inner);

        Task<ChatResponse> underWay = client.AskAsync(streaming: false);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming: false));
        early.SetResult(TestClient.Says("ok"));
        await underWay;

        Assert.Equal(TimeSpan.FromMinutes(10), client.Route("a").ClosedFor);
    }

    [Theory]
    [InlineData(FailureKind.QuotaExhausted)]
    [InlineData(FailureKind.Authentication)]
    [InlineData(FailureKind.ModelNotFound)]
    public async Task Closure_WithoutAStatedWait_IsProbedEverMoreRarelyAndReopenedByASuccess(FailureKind kind)
    {
        bool isWell = false;
        TestClient inner = new() { OnResponse = (_, _, _) => isWell ? Task.FromResult(TestClient.Says("ok")) : throw TestClient.Http(500) };
        using CapacityAwareChatClient client = Make.Router(_time, Classify.As(kind), inner);

        foreach (int minutes in new[] { 10, 20, 40, 60, 60 })
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming: false));
            Assert.Equal(TimeSpan.FromMinutes(minutes), client.Route("a").ClosedFor);
            _time.Advance(TimeSpan.FromMinutes(minutes));
        }

        isWell = true;
        await client.AskAsync(streaming: false);
        Assert.Null(client.Route("a").ClosedFor);
        Assert.Equal(6, inner.Calls);
    }

    /// <summary>Two calls of one route, under way together, refused one after the other.</summary>
    private sealed class RefusedTwice(ManualTime time, FailureKind kind)
    {
        private readonly TaskCompletionSource<ChatResponse>[] _answers = [new(), new()];
        private int _calls;

        public async Task<RouteSnapshot> ByAsync(TimeSpan? first, TimeSpan? second)
        {
            Queue<TimeSpan?> waits = new([first, second]);
            CapacityRoutingOptions options = new() { FailureClassifier = new Classify(_ => new() { Kind = kind, RetryAfter = waits.Dequeue() }) };
            using CapacityAwareChatClient client = Make.Router(time, options, new TestClient { OnResponse = (_, _, _) => _answers[_calls++].Task });
            Task<ChatResponse>[] calls = [client.AskAsync(streaming: false), client.AskAsync(streaming: false)];
            for (int i = 0; i < calls.Length; i++)
            {
                _answers[i].SetException(TestClient.Http(500));
                await Assert.ThrowsAsync<HttpRequestException>(() => calls[i]);
            }

            return client.Route("a");
        }
    }
}
