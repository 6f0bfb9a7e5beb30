using System.Globalization;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Queueing.Promises;

/// <summary>
/// Promise: the cost of a call does not grow with the line. Work is counted and not timed: bytes allocated, calls of the estimator, and readings
/// of the clock. The route has learned a window, which expires, so that each evaluation of a request at the route reads the clock.
/// </summary>
[Collection(nameof(Alone))]
public sealed class LineCostTests
{
    // Far more than a call needs, and far less than a pass through a line of thousands.
    private const long MostBytes = 32_000;
    private const long MostReadings = 100;

    private readonly CountedTime _time = new();
    private readonly CountingEstimator _estimator = new(_ => 10);
    private readonly List<int> _served = [];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CallToAnIdleRoute_WhileThousandsWaitForAnother_CostsNoMoreThanWhileTenDo(bool ofOneTenant)
    {
        Work beside10 = await CostBesideAsync(10, ofOneTenant);
        Work beside2000 = await CostBesideAsync(2_000, ofOneTenant);

        Assert.InRange(beside2000.Readings, 1, (2 * beside10.Readings) + 10);
        Assert.Equal(beside10.Questions, beside2000.Questions);
        Assert.InRange(beside2000.Bytes, 1, (2 * beside10.Bytes) + 4_000);
    }

    /// <summary>Each caller is its own tenant: none has been given anything, so only the order of arrival is left.</summary>
    [Fact]
    public async Task LineOfThousandsOfTenants_ForOneRoute_IsServedInTheOrderOfArrivalAtACostThatGrowsWithIt()
    {
        const int Callers = 16_000;
        HeldModel model = Served();
        using CapacityAwareChatClient client = await LearnedAsync(model, TestClient.Saying("b"));
        Task<ChatResponse>[] calls = new Task<ChatResponse>[Callers];
        Meter joining = new(this);
        for (int i = 0; i < Callers; i++)
        {
            Bare.Run(() => calls[i] = client.AskAsync(streaming: false, As("a", i), Numbered(i)));
            joining.Check(i + 1);
        }

        Meter serving = new(this);
        for (int i = 0; i < Callers; i++)
        {
            model.End();
            serving.Check(i + 1);
        }

        await Task.WhenAll(calls).DoneAsync();
        Assert.Equal(Enumerable.Range(0, Callers), _served);
    }

    /// <summary>Leaving a line costs the same at every place in it.</summary>
    [Fact]
    public async Task LineOfThousands_WhoAreCancelled_EmptiesAtACostThatGrowsWithIt()
    {
        const int Callers = 4_000;
        HeldModel model = Served();
        using CapacityAwareChatClient client = await LearnedAsync(model, TestClient.Saying("b"));
        Task<ChatResponse> first = client.AskAsync(streaming: false, As("a", 0), Numbered(0));
        CancellationTokenSource[] callers = [.. Enumerable.Range(0, Callers).Select(_ => new CancellationTokenSource())];
        Task[] calls = new Task[Callers];
        Meter joining = new(this);
        for (int i = 0; i < Callers; i++)
        {
            Bare.Run(() => calls[i] = client.AskAsync(streaming: false, As("a", i), Numbered(i + 1), callers[i].Token));
            joining.Check(i + 1);
        }

        Meter leaving = new(this);
        for (int i = Callers - 1; i >= 0; i--)
        {
            Bare.Run(callers[i].Cancel);
            leaving.Check(Callers - i);
        }

        Assert.True(await Task.WhenAll(calls).IsDoneAsync(), "It hangs.");
        Assert.All(calls, call => Assert.True(call.IsCanceled));
        model.End();
        await first.DoneAsync();
        Assert.Equal((1, 0), (model.Begun, client.Route("a").InFlight));
    }

    private async Task<Work> CostBesideAsync(int waiting, bool ofOneTenant)
    {
        HeldModel full = Served();
        using CapacityAwareChatClient client = await LearnedAsync(full, TestClient.Saying("b"));
        Task<ChatResponse>[] line = [.. Enumerable.Range(0, waiting + 1).Select(i => client.AskAsync(streaming: false, As("a", ofOneTenant ? 0 : i), Numbered(i)))];
        ChatOptions toB = As("b", 0);
        Assert.Equal("b", (await client.AskAsync(streaming: false, toB)).Text);

        Work before = Now();
        Task<ChatResponse> served = client.AskAsync(streaming: false, toB);
        Work cost = Now() - before;

        Assert.Equal("b", (await served.DoneAsync()).Text);
        Assert.DoesNotContain(line, call => call.IsCompleted);
        return cost;
    }

    private HeldModel Served() => new() { OnBegin = messages => _served.Add(int.Parse(messages.First().Text, CultureInfo.InvariantCulture)) };

    private static ChatMessage[] Numbered(int number) => [new(ChatRole.User, number.ToString(CultureInfo.InvariantCulture))];

    private static ChatOptions As(string tag, int tenant) => new ChatOptions().WithRouting(new() { Tags = [tag], Tenant = $"tenant {tenant}" });

    private Work Now() => new(GC.GetAllocatedBytesForCurrentThread(), _time.Readings, _estimator.Calls);

    /// <summary>Both routes have learned their windows from a refusal of a long request.</summary>
    private async Task<CapacityAwareChatClient> LearnedAsync(HeldModel a, TestClient b)
    {
        bool isLearned = false;
        CapacityRoutingOptions options = Make.Untimed();
        options.MaxWait = TimeSpan.FromDays(7);
        options.TokenEstimator = _estimator;
        TestClient refusing = new() { OnResponse = (messages, given, token) => isLearned ? a.GetResponseAsync(messages, given, token) : throw TooLong() };
        TestClient refusingToo = new() { OnResponse = (messages, given, token) => isLearned ? b.OnResponse(messages, given, token) : throw TooLong() };
        CapacityLimits one = new() { MaxConcurrentRequests = 1 };
        CapacityAwareChatClient client = new(
            [new("a", refusing) { Tags = ["a"], Limits = one }, new("b", refusingToo) { Tags = ["b"], Limits = one }], options, _time);
        foreach (string tag in (string[])["a", "b"])
            await Assert.ThrowsAnyAsync<Exception>(() => client.AskAsync(streaming: false, As(tag, 0)));
        Assert.Equal(100_000, client.Route("a").Window);
        isLearned = true;
        return client;
    }

    private static InvalidOperationException TooLong() => new("This model's maximum context length is 100000 tokens. However, your messages resulted in 120000 tokens.");

    private readonly record struct Work(long Bytes, long Readings, int Questions)
    {
        public static Work operator -(Work one, Work other) => new(one.Bytes - other.Bytes, one.Readings - other.Readings, one.Questions - other.Questions);
    }

    /// <summary>Fails as soon as the work is more than its share for each call, and not after minutes of it.</summary>
    private sealed class Meter(LineCostTests test)
    {
        private readonly Work _before = test.Now();

        public void Check(int calls)
        {
            if (calls % 500 != 0)
                return;
            Work cost = test.Now() - _before;
            Assert.True(cost.Bytes <= MostBytes * calls, $"{calls} calls allocated {cost.Bytes} bytes.");
            Assert.True(cost.Readings <= MostReadings * calls, $"{calls} calls read the clock {cost.Readings} times.");
            Assert.True(cost.Questions <= 2 * calls, $"{calls} calls asked the estimator {cost.Questions} times.");
        }
    }
}
