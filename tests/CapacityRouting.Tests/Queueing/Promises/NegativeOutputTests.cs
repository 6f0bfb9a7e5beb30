using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Queueing.Promises;

/// <summary>Promise: an absurd maximum of output is served as none, takes and gives nothing, and gains its tenant nothing.</summary>
public sealed class NegativeOutputTests
{
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(false, -1)]
    [InlineData(false, int.MinValue)]
    [InlineData(true, -1)]
    [InlineData(true, int.MinValue)]
    public async Task Request_WhoseMaximumOfOutputIsNegative_IsServedAndGivesTheBucketNothing(bool streaming, int maximum)
    {
        TimedModel model = new(_time, TimeSpan.Zero) { Usage = _ => (60, 40) };
        using CapacityAwareChatClient client = Client(model, new() { TokensPerDay = 10_000, MaxConcurrentRequests = 1 });

        ChatResponse answer = await client.AskAsync(streaming, new() { MaxOutputTokens = maximum }, Prompt.Of(60)).DoneAsync();

        Assert.Equal("ok", answer.Text);
        RouteSnapshot route = client.Route("a");
        Assert.Equal((9_900, 0), (route.Buckets.Single().Level, route.InFlight));
    }

    /// <summary>Two tenants that use the same have the same turns, whatever one of them says it may use.</summary>
    [Theory]
    [InlineData(-1)]
    [InlineData(-1_000_000)]
    [InlineData(int.MinValue)]
    public void Tenant_WhoseMaximumOfOutputIsNegative_GainsNothing(int maximum)
    {
        ClosedLoops loops = new();
        int[] turns = new int[2];
        using CapacityAwareChatClient client = Client(
            new TimedModel(_time, TimeSpan.FromSeconds(1)) { Usage = _ => (60, 40) }, new() { MaxConcurrentRequests = 1 });
        ChatOptions absurd = new ChatOptions { MaxOutputTokens = maximum }.WithRouting(new() { Tenant = "absurd" });
        ChatOptions plain = new ChatOptions { MaxOutputTokens = 40 }.WithRouting(new() { Tenant = "plain" });

        loops.Begin(10, () => client.AskAsync(streaming: false, absurd, Prompt.Of(60)), _ => turns[0]++);
        loops.Begin(10, () => client.AskAsync(streaming: false, plain, Prompt.Of(60)), _ => turns[1]++);
        for (int second = 0; second < 300; second++)
            _time.Advance(TimeSpan.FromSeconds(1));
        loops.Stop();

        Assert.Empty(loops.Faults);
        Assert.InRange(turns[1], 135, 165);
        Assert.InRange(turns[0], 135, 165);
    }

    private CapacityAwareChatClient Client(IChatClient model, CapacityLimits limits)
    {
        CapacityRoutingOptions options = Make.Untimed();
        (options.MaxWait, options.SafetyReserve) = (TimeSpan.FromDays(1), 0);
        return new([new("a", model) { Limits = limits }], options, _time);
    }
}
