using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;
using NSubstitute;

namespace CapacityRouting.Tests.Conformance;

/// <summary>A route that is shut for good, or for very long, beside a limit that goes by the calendar. "Never" is no time that a calendar has to reach.</summary>
public sealed class IsolatedCalendarTests
{
    // A day is some sixty bytes: to walk through a year would take 20 KB.
    private const long BytesOfAYear = 20_000;

    public static TheoryData<long, string> Cases
    {
        get
        {
            TheoryData<long, string> cases = [];
            foreach (long frequency in new[] { 1_000, 10_000_000, 1_000_000_000 })
                foreach (string limit in new[] { "day", "month", "paced", "money" })
                    cases.Add(frequency, limit);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Isolated_WithACalendarLimit_CostsACallNothing(long frequency, string limit)
    {
        using CapacityAwareChatClient client = Router(frequency, limit);
        await client.GetService<IRouteControl>()!.IsolateAsync("a");
        await AskAsync(client);

        Assert.InRange(await AllocatedByAsync(() => AskAsync(client)), 0, BytesOfAYear);
        Assert.InRange(await AllocatedByAsync(() => Task.FromResult(client.Monitor().GetSnapshot())), 0, BytesOfAYear);
        RoutingExplanation explanation = client.Monitor().Explain(Ask.Question);
        Assert.Equal("b", explanation.Route);
        Assert.Null(client.Route("a").CoolingDownFor);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Isolated_AndRestored_TakesCallsAgain(long frequency, string limit)
    {
        using CapacityAwareChatClient client = Router(frequency, limit);
        await client.GetService<IRouteControl>()!.IsolateAsync("a");
        await AskAsync(client);

        await client.GetService<IRouteControl>()!.RestoreAsync("a");

        Assert.Equal("a", (await AskAsync(client)).GetRoutingReport()!.ServedBy);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Refused_ForEverByTheUsersOwnWord_CostsACallNothing(long frequency, string limit)
    {
        CapacityRoutingOptions options = Classify.As(FailureKind.RateLimited, TimeSpan.MaxValue);
        using CapacityAwareChatClient client = Router(frequency, limit, options, TestClient.Failing(429));
        await AskAsync(client);

        Assert.InRange(await AllocatedByAsync(() => AskAsync(client)), 0, BytesOfAYear);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Isolated_AsTheOnlyRoute_RefusesAtOnceAndPromisesNoTime(long frequency, string limit)
    {
        using CapacityAwareChatClient client = new([RouteOf(limit, new TestClient())], timeProvider: new TickingTime(frequency));
        await client.GetService<IRouteControl>()!.IsolateAsync("a");

        NoRouteAvailableException thrown = await Assert.ThrowsAsync<NoRouteAvailableException>(() => AskAsync(client));

        Assert.Null(thrown.RetryAfter);
        Assert.Equal((ExclusionReason.Isolated, null), (thrown.Excluded.Single().Reason, thrown.Excluded.Single().AvailableIn));
    }

    private static Task<ChatResponse> AskAsync(CapacityAwareChatClient client) => client.AskAsync(streaming: false);

    private static async Task<long> AllocatedByAsync<T>(Func<Task<T>> call)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        await call();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static CapacityAwareChatClient Router(long frequency, string limit, CapacityRoutingOptions? options = null, IChatClient? first = null) =>
        new([RouteOf(limit, first ?? new TestClient()), new ModelRoute("b", new TestClient())], options, new TickingTime(frequency));

    private static ModelRoute RouteOf(string limit, IChatClient client) => new("a", client)
    {
        Prices = new() { InputPerMillion = 1, OutputPerMillion = 1 },
        Limits = limit switch
        {
            "day" => new() { RequestsPerDay = 1_000, DailyReset = LimitReset.Calendar, TimeZone = "America/Los_Angeles" },
            "month" => new() { TokensPerMonth = 1_000_000, TimeZone = "Europe/Berlin" },
            "paced" => new() { TokensPerDay = 1_000_000, DailyReset = LimitReset.Calendar, Paced = true },
            _ => new() { CostPerDay = 100, CostPerMonth = 1_000 },
        },
    };

    /// <summary>A clock of any frequency that stands still; its timers never fire.</summary>
    private sealed class TickingTime(long frequency) : TimeProvider
    {
        public override long TimestampFrequency => frequency;

        public override long GetTimestamp() => 86_400 * frequency;

        public override DateTimeOffset GetUtcNow() => new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => Substitute.For<ITimer>();
    }
}
