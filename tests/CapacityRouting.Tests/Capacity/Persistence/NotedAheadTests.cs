using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Capacity.Persistence;

/// <summary>What a call spends of a long limit has been noted before it is made, so that a process that is killed forgets nothing.</summary>
public sealed class NotedAheadTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly ScriptedSource _source = new();
    private readonly CapturingLoggerFactory _log = new();

    public void Dispose() => _log.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_BeforeTheFirstNote_WaitsForIt(bool hasAnother)
    {
        TaskCompletionSource save = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _source.OnSave = _ => new(save.Task);
        ModelRoute[] routes = [Route(100), new("b", new TestClient())];
        using CapacityAwareChatClient client = new(hasAnother ? routes : routes[..1], Options(), _time);

        Task<ChatResponse> call = client.AskAsync(streaming: false);
        Assert.True(await Settled.UntilAsync(() => _source.Saves == 1));
        Assert.False(call.IsCompleted);
        save.SetResult();

        // The line may look at the call just as the note comes: then it takes what it sees, and that is the other route.
        string? servedBy = (await call.DoneAsync()).GetRoutingReport()!.ServedBy;
        Assert.True(servedBy is "a" || (hasAnother && servedBy is "b"), servedBy);
    }

    /// <summary>There is nothing to note, and so nothing to wait for.</summary>
    [Fact]
    public async Task Call_ThatCostsNothingOfTheLimit_DoesNotWait()
    {
        _source.OnLoad = _ => new(new TaskCompletionSource<IReadOnlyList<QuotaUsage>>().Task);
        using CapacityAwareChatClient client = new([new ModelRoute("a", new TestClient()) { Limits = new() { CostPerDay = 5 }, Prices = new() }], Options(), _time);

        Assert.True(client.AskAsync(streaming: false).IsCompletedSuccessfully);
        await client.AskAsync(streaming: false);
    }

    [Fact]
    public async Task Call_OfACallerWithoutPatience_GoesToAnotherRoute()
    {
        _source.OnLoad = _ => new(new TaskCompletionSource<IReadOnlyList<QuotaUsage>>().Task);
        CapacityRoutingOptions options = Options();
        options.MaxWait = TimeSpan.Zero;
        using CapacityAwareChatClient client = new([Route(100), new ModelRoute("b", new TestClient())], options, _time);

        Assert.Equal("b", (await client.AskAsync(streaming: false)).GetRoutingReport()!.ServedBy);
    }

    /// <summary>The time of a save passes between the note and the call that waits for it: a limit that refills moves on meanwhile.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(114)]
    [InlineData(2_000)]
    public async Task Call_OfALimitThatRefills_IsMadeThoughTheSaveTakesTime(long requestsPerDay)
    {
        _source.OnSave = _ =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return default;
        };
        ModelRoute route = new("a", new TestClient()) { Limits = new() { RequestsPerDay = requestsPerDay } };
        using CapacityAwareChatClient client = new([route], Options(), _time);

        await client.AskAsync(streaming: false).DoneAsync();

        // One for the call. Saves in the background may go on meanwhile, since each moves the time on.
        Assert.InRange(_source.Saves, 1, 20);
    }

    /// <summary>Steps of 100 calls, of which 75 are spent between two saves.</summary>
    [Fact]
    public async Task Calls_Many_AreNotedBeforeTheyAreMadeInFewSaves()
    {
        int calls = 0;
        int unnoted = 0;
        TestClient model = new()
        {
            OnResponse = (_, _, _) =>
            {
                if (_source.Usages[0].Used < ++calls || _source.Usages[0].Used > calls + 100)
                    unnoted++;
                return Task.FromResult(TestClient.Says("ok"));
            },
        };
        using CapacityAwareChatClient client = new([new ModelRoute("a", model) { Limits = new() { RequestsPerMonth = 10_000 } }], Options(), _time);

        for (int call = 0; call < 1_500; call++)
            await client.AskAsync(streaming: false);
        await client.SettledAsync();

        Assert.Equal((1_500, 0, false), (calls, unnoted, _source.WasCalledTwiceAtOnce));
        // A save that begins amid a call is followed by one that has its end.
        Assert.InRange(_source.Saves, 1_500 / 100, 2 * 1_500 / 75);
    }

    /// <summary>Each start is one that was killed: it goes on from what the one before had saved by then.</summary>
    [Theory]
    [InlineData(20)]
    [InlineData(1_000)]
    public async Task Starts_ThatAreKilledAtRandom_SpendNoMoreThanTheBudgetAndForfeitAStepEach(int budget)
    {
        int calls = 0;
        int starts = 0;
        Random random = new(budget);
        IReadOnlyList<QuotaUsage> saved = [];
        for (bool isSpent = false; !isSpent; starts++)
        {
            ScriptedSource source = new() { Usages = saved };
            CapacityAwareChatClient client = new([Route(budget)], new() { QuotaSource = source }, _time);
            int until = calls + random.Next(0, budget / 10);
            while (calls < until && !isSpent)
                isSpent = !await TryAsync(client, () => calls++);
            saved = source.Usages;
        }

        Assert.InRange(calls, budget - (starts * Math.Max(1, budget / 100)), budget);
    }

    [Fact]
    public async Task Source_ThatHangsAndFailsClosed_RefusesWhatIsNotNotedUntilItAnswers()
    {
        TaskCompletionSource save = new(TaskCreationOptions.RunContinuationsAsynchronously);
        CapacityRoutingOptions options = Options();
        options.QuotaSourceFailClosed = true;
        using CapacityAwareChatClient client = await new CapacityAwareChatClient([Route(1_000)], options, _time, _log).SettledAsync();
        await client.AskAsync(streaming: false);
        await client.SettledAsync();
        int saved = _source.Saves;
        _source.OnSave = _ => new(save.Task);

        int calls = 1;
        while (calls < 100 && await TryWithinAsync(client, TimeSpan.Zero))
            calls++;
        Assert.True(await Settled.UntilAsync(() => _source.Saves > saved));
        _time.Advance(TimeSpan.FromSeconds(2));
        NoRouteAvailableException refused = await Assert.ThrowsAsync<NoRouteAvailableException>(() => client.AskAsync(streaming: false));

        Assert.InRange(calls, 8, 10);
        RouteExclusion passed = Assert.Single(refused.Excluded);
        Assert.Equal((ExclusionReason.Saturated, null), (passed.Reason, passed.AvailableIn));
        Assert.Single(_log.Messages, message => message.StartsWith("Warning: The quota source", StringComparison.Ordinal));
        save.SetResult();
        await client.SettledAsync();
        await client.AskAsync(streaming: false);
    }

    [Fact]
    public async Task Routers_OverOneQuota_GoOnWhereOneStoreHangsOrOneRouterEnds()
    {
        ScriptedSource hanging = new() { OnSave = _ => new(new TaskCompletionSource().Task) };
        CapacityQuota team = new("team", new() { RequestsPerMonth = 1_000 });
        using CapacityAwareChatClient first = Sharing(team, _source);
        CapacityAwareChatClient second = Sharing(team, hanging);

        for (int call = 1; call <= 50; call++)
        {
            await second.AskAsync(streaming: false);
            Assert.InRange(_source.Usages[0].Used, call, call + 10);
        }

        second.Router.Persistence!.Dispose();
        first.Dispose();
        using CapacityAwareChatClient third = new([new ModelRoute("a", new TestClient()) { Quota = team }], timeProvider: _time);
        for (int call = 0; call < 50; call++)
            await third.AskAsync(streaming: false);
        Assert.Equal(900, third.Route("a").Buckets[0].Level);
    }

    [Fact]
    public async Task Midnight_TheNextDayIsNotedAnew()
    {
        using CapacityAwareChatClient client = new([Daily()], Options(), _time);
        for (int call = 0; call < 30; call++)
            await client.AskAsync(streaming: false);

        _time.Advance(TimeSpan.FromDays(1));
        await client.AskAsync(streaming: false);
        await client.SettledAsync();

        Assert.Equal((99, 2), (client.Route("a").Buckets[0].Level, _source.Usages[0].Used));
        using CapacityAwareChatClient next = await new CapacityAwareChatClient([Daily()], Options(), _time).SettledAsync();
        Assert.Equal(98, next.Route("a").Buckets[0].Level);
    }

    /// <summary>The count goes on in the later day, and so must the date: a restart after midnight has come again would forget the use of a day before.</summary>
    [Fact]
    public async Task Midnight_ThatAClockIsSetBackOver_ForgetsNothing()
    {
        ShiftedTime time = new(_time);
        CapacityAwareChatClient client = new([Daily()], Options(), time);
        for (int call = 0; call < 30; call++)
            await client.AskAsync(streaming: false);

        time.Shift = -TimeSpan.FromMinutes(30);
        await client.AdvanceAsync(_time, TimeSpan.FromMinutes(2));
        await client.AskAsync(streaming: false);
        client.Dispose();
        time.Shift = TimeSpan.Zero;

        using CapacityAwareChatClient next = await new CapacityAwareChatClient([Daily()], Options(), time).SettledAsync();
        Assert.Equal(69, next.Route("a").Buckets[0].Level);
    }

    [Fact]
    public async Task Save_OfALimitThatIsNotThere_CarriesItsUseOn()
    {
        QuotaUsage other = new("Routes:renamed", CapacityDimension.CostPerMonth, 3, _time.GetUtcNow());
        _source.Usages = [other, other with { At = other.At.AddDays(-40) }];
        using (CapacityAwareChatClient client = new([Route(100)], Options(), _time))
            await client.AskAsync(streaming: false);

        Assert.Equal([1, 3], _source.Usages.Select(usage => usage.Used));
    }

    private static async Task<bool> TryAsync(CapacityAwareChatClient client, Action made)
    {
        try
        {
            await client.AskAsync(streaming: false);
            made();
            return true;
        }
        catch (NoRouteAvailableException)
        {
            return false;
        }
    }

    private static async Task<bool> TryWithinAsync(CapacityAwareChatClient client, TimeSpan wait)
    {
        try
        {
            await client.AskAsync(streaming: false, new ChatOptions().WithRouting(new() { MaxWait = wait }));
            return true;
        }
        catch (NoRouteAvailableException)
        {
            return false;
        }
    }

    private static ModelRoute Route(int month) => new("a", new TestClient()) { Limits = new() { RequestsPerMonth = month } };

    private static ModelRoute Daily() => new("a", new TestClient()) { Limits = new() { RequestsPerDay = 100, DailyReset = LimitReset.Calendar } };

    private CapacityRoutingOptions Options() => new() { QuotaSource = _source };

    private CapacityAwareChatClient Sharing(CapacityQuota quota, IQuotaSource source) =>
        new([new ModelRoute("a", new TestClient()) { Quota = quota }], new() { QuotaSource = source }, _time);

    private sealed class ShiftedTime(ManualTime time) : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override long TimestampFrequency => time.TimestampFrequency;

        public override long GetTimestamp() => time.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + Shift;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => time.CreateTimer(callback, state, dueTime, period);
    }
}
