using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance;

/// <summary>
/// Refusals that say nothing but when to come back: a neighbour's burst, calls under way, a busy model. They prove no rate, and cost no more than their own
/// share of the calls and the waits that they state.
/// </summary>
public sealed class StrayRefusalTests
{
    private const int Seconds = 60;
    private const long Limit = 1_000_000;

    private readonly ManualTime _time = new();
    private readonly Random _chance = new(7);

    [Theory]
    [InlineData(0.0025, 400, "1", true)]
    [InlineData(0.0025, 400, "1", false)]
    [InlineData(0.0025, 400, "0", true)]
    [InlineData(0.0025, 400, null, true)]
    [InlineData(0.0025, 400, "0.2", true)]
    [InlineData(0.01, 100, "1", true)]
    [InlineData(0.1, 20, "1", true)]
    [InlineData(0.1, 20, "1", false)]
    public async Task Strays_OfTwoRoutes_CostNoMoreThanPlainFailoverWould(double share, int callsASecond, string? retryAfter, bool isConfigured)
    {
        CapacityLimits? limits = isConfigured ? new() { RequestsPerMinute = Limit } : null;
        CapacityRoutingOptions options = new() { RandomSeed = 1 };
        using CapacityAwareChatClient client = new([new ModelRoute("a", Straying(share, retryAfter)) { Limits = limits }, new ModelRoute("b", Straying(share, retryAfter)) { Limits = limits }], options, _time);
        List<Task<ChatResponse>> calls = [];

        for (int second = 0; second < Seconds; second++)
            await ASecondAsync(client, calls, callsASecond);
        _time.Advance(TimeSpan.FromSeconds(20));
        _ = await Record.ExceptionAsync(() => Task.WhenAll(calls));

        // Both refuse a call as often as chance has it.
        double served = calls.Count(call => call.IsCompletedSuccessfully) / (double)calls.Count;
        Assert.InRange(served, 1 - (2 * share * share) - 0.001, 1);
    }

    /// <summary>In a window what is missing counts for all of it, and a second was stated: a minute later would be sixty times too late.</summary>
    [Theory]
    [InlineData(LimiterKind.FixedWindow)]
    [InlineData(LimiterKind.SlidingWindow)]
    [InlineData(LimiterKind.Continuous)]
    public async Task Stray_OfAnyLimiter_IsOverWhenItsWaitIs(LimiterKind limiter)
    {
        bool refuses = true;
        TestClient model = new() { OnResponse = (_, _, _) => refuses ? throw TestClient.Http(429, "1") : Task.FromResult(TestClient.Says("ok")) };
        ModelRoute route = new("a", model)
        {
            Limits = new() { RequestsPerMinute = 600, Burst = TimeSpan.FromMinutes(1) },
            Profile = ProviderProfile.Generic with { Limiter = limiter },
        };
        using CapacityAwareChatClient client = new([route], new() { MaxWait = TimeSpan.Zero }, _time);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.AskAsync(streaming: false));
        refuses = false;

        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal("ok", (await client.AskAsync(streaming: false)).Text);
    }

    private async Task ASecondAsync(CapacityAwareChatClient client, List<Task<ChatResponse>> calls, int callsASecond)
    {
        for (int call = 0; call < callsASecond; call++)
        {
            calls.Add(client.AskAsync(streaming: false));
            _time.Advance(TimeSpan.FromSeconds(1) / callsASecond);
            await Task.Yield();
        }
    }

    private TestClient Straying(double share, string? retryAfter) => new()
    {
        OnResponse = (_, _, _) => _chance.NextDouble() < share ? throw TestClient.Http(429, retryAfter) : Task.FromResult(TestClient.Says("ok")),
    };
}
