using CapacityRouting.Capacity.Persistence;
using CapacityRouting.Tests.Tools;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Capacity.Persistence;

/// <summary>A source of used quota that is slow, hangs, blocks or throws holds up no start, a call for two seconds at most and an end for as long, and what it holds is never replaced by less.</summary>
public sealed class SlowQuotaSourceTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly ScriptedSource _source = new();
    private readonly CapturingLoggerFactory _log = new();

    public void Dispose() => _log.Dispose();

    public static TheoryData<string> Failures => new() { "throws", "throws later", "null" };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Load_ThatHangs_HoldsUpNoStartAndACallOnlyUntilItIsLate(bool blocks)
    {
        TaskCompletionSource<IReadOnlyList<QuotaUsage>> load = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _source.OnLoad = _ => new(blocks ? load.Task.GetAwaiter().GetResult() : Wait(load));

        CapacityAwareChatClient client = await Task.Run(Router).DoneAsync();
        Task first = client.AskAsync(streaming: false);
        await LateAsync(loads: 1);
        Assert.True(await first.IsDoneAsync());
        await client.AskAsync(streaming: false);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(98, LeftOf(client));
        Assert.Single(_log.Messages, message => message.StartsWith("Warning: The quota source has not answered for 2 s", StringComparison.Ordinal));
        Assert.True(await Task.Run(client.Dispose).IsDoneAsync());

        // What was in it is not known, so nothing replaces it: neither before nor after it comes at last.
        load.SetResult([Used(70)]);
        Assert.True(await client.Router.Persistence!.End.IsDoneAsync());
        Assert.Equal((1, 0, 98), (_source.Loads, _source.Saves, LeftOf(client)));
        Assert.True(_source.Token.IsCancellationRequested);

        static IReadOnlyList<QuotaUsage> Wait(TaskCompletionSource<IReadOnlyList<QuotaUsage>> load) => load.Task.Result;
    }

    [Fact]
    public async Task Load_ThatEndsAfterCalls_CountsOnTopOfThemAndIsSaved()
    {
        TaskCompletionSource<IReadOnlyList<QuotaUsage>> load = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _source.OnLoad = _ => new(load.Task);
        using CapacityAwareChatClient client = Router();

        await LateAsync(loads: 1);
        for (int call = 0; call < 3; call++)
            await client.AskAsync(streaming: false);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((97, 0), (LeftOf(client), _source.Saves));

        load.SetResult([Used(70)]);
        await client.SettledAsync();
        Assert.Equal(27, LeftOf(client));

        await client.AdvanceAsync(_time, TimeSpan.FromMinutes(1));
        Assert.Equal((73, 1, 27), (Assert.Single(_source.Usages).Used, _source.Saves, LeftOf(client)));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Load_ThatFails_IsTriedAgainEverMoreSeldomAndNothingIsSavedBefore(string how)
    {
        _source.OnLoad = _ => Fails<IReadOnlyList<QuotaUsage>>(how);
        using CapacityAwareChatClient client = Router();
        await client.SettledAsync();
        await client.AskAsync(streaming: false);

        // After 5, 15, 35, 75, 155 and 315 seconds, and then every 320.
        int[] loads = new int[4];
        foreach (int i in Enumerable.Range(0, loads.Length))
        {
            await client.AdvanceAsync(_time, TimeSpan.FromSeconds(i == 0 ? 5 : 320));
            loads[i] = _source.Loads;
        }

        Assert.Equal([2, 7, 8, 9], loads);
        Assert.Equal(0, _source.Saves);
        Assert.Single(_log.Messages, message => message.StartsWith("Error: Loading", StringComparison.Ordinal));

        _source.OnLoad = _ => new([null!, Used(70)]);
        await client.AdvanceAsync(_time, TimeSpan.FromSeconds(325));
        Assert.Equal((29, 71, 1), (LeftOf(client), Assert.Single(_source.Usages).Used, _source.Saves));
    }

    [Fact]
    public async Task Dispose_AfterALoadThatFailed_SavesNothing()
    {
        _source.OnLoad = _ => throw new IOException("no disk");
        using (CapacityAwareChatClient client = Router())
        {
            await client.SettledAsync();
            await client.AskAsync(streaming: false);
        }

        Assert.Equal(0, _source.Saves);
    }

    [Fact]
    public async Task Dispose_WhileALoadIsNearItsEnd_SavesBoth()
    {
        TaskCompletionSource<IReadOnlyList<QuotaUsage>> load = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _source.OnLoad = _ => new(load.Task);
        CapacityAwareChatClient client = Router();
        await LateAsync(loads: 1);
        await client.AskAsync(streaming: false);

        Task end = Task.Run(client.Dispose);
        load.SetResult([Used(70)]);

        Assert.True(await end.IsDoneAsync());
        Assert.Equal(71, Assert.Single(_source.Usages).Used);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Save_ThatHangs_IsTheOnlyOneAndHoldsACallUpOnlyUntilItIsLate(bool blocks)
    {
        TaskCompletionSource save = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _source.OnSave = _ =>
        {
            if (blocks)
                save.Task.GetAwaiter().GetResult();
            return new(save.Task);
        };
        CapacityAwareChatClient client = await Router().SettledAsync();

        Task first = client.AskAsync(streaming: false);
        await LateAsync(loads: 1, saves: 1);
        Assert.True(await first.IsDoneAsync());
        for (int call = 0; call < 3; call++)
        {
            await client.AskAsync(streaming: false);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Single(_log.Messages, message => message.StartsWith("Warning: The quota source has not answered for 2 s", StringComparison.Ordinal));

        Assert.True(await Task.Run(client.Dispose).IsDoneAsync());
        Assert.True(_source.Token.IsCancellationRequested);
        Assert.Single(_log.Messages, message => message.StartsWith("Warning: The last save", StringComparison.Ordinal));

        // A late end is no reason to save again: another router may have gone on from there.
        save.SetResult();
        Assert.True(await client.Router.Persistence!.End.IsDoneAsync());
        Assert.Equal((1, false), (_source.Saves, _source.WasCalledTwiceAtOnce));
    }

    [Theory]
    [InlineData("throws")]
    [InlineData("throws later")]
    public async Task Save_ThatFails_IsTriedAgainAndLoggedOnce(string how)
    {
        _source.OnSave = async _ => await Fails<object>(how);
        using CapacityAwareChatClient client = await Router().SettledAsync();

        await client.AskAsync(streaming: false);
        await client.AdvanceAsync(_time, TimeSpan.FromSeconds(15));
        Assert.Equal((4, 0), (_source.Saves, _source.Usages.Count));
        Assert.Single(_log.Messages, message => message.StartsWith("Warning: Saving", StringComparison.Ordinal) && message.Contains("IOException", StringComparison.Ordinal));

        _source.OnSave = null;
        await client.AdvanceAsync(_time, TimeSpan.FromSeconds(20));
        Assert.Equal((5, 2), (_source.Saves, Assert.Single(_source.Usages).Used));
    }

    [Fact]
    public async Task Dispose_TwiceAtOnceAndOnceMore_SavesOnce()
    {
        CapacityAwareChatClient client = await Router().SettledAsync();
        await client.AskAsync(streaming: false);
        await client.SettledAsync();
        int before = _source.Saves;

        UsagePersistence persistence = client.Router.Persistence!;
        await Task.WhenAll(Task.Run(client.Dispose), Task.Run(persistence.Dispose));
        persistence.Dispose();
        client.Dispose();

        Assert.Equal(before + 1, _source.Saves);
        Assert.Equal(1, Assert.Single(_source.Usages).Used);
    }

    [Fact]
    public async Task Dispose_WithASourceWhoseCallbackThrows_EndsWell()
    {
        _source.OnLoad = async token =>
        {
            token.Register(() => throw new NotSupportedException("the source's own callback"));
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, token);
            return [];
        };
        CapacityAwareChatClient client = Router();

        Assert.Null(await Record.ExceptionAsync(() => Task.Run(client.Dispose)));
        await client.SettledAsync();
        Assert.DoesNotContain(_log.Messages, message => message.StartsWith("Error", StringComparison.Ordinal));
    }

    /// <summary>As in a window's thread, which runs nothing else while it waits.</summary>
    [Fact]
    public async Task Context_OfOneThread_DoesNotLockItself()
    {
        _source.OnLoad = async _ =>
        {
            await Task.Yield();
            return [Used(70)];
        };
        _source.OnSave = async _ => await Task.Yield();

        Thread window = new(() =>
        {
            SynchronizationContext.SetSynchronizationContext(new Stuck());
            using CapacityAwareChatClient client = Router();
            client.GetResponseAsync("Hello").GetAwaiter().GetResult();
        });
        window.Start();

        Assert.True(await Task.Run(window.Join).IsDoneAsync());
        Assert.Equal(71, Assert.Single(_source.Usages).Used);
    }

    /// <summary>No caller catches an exception of a timer callback: it ends the process. A time that throws stands still.</summary>
    [Fact]
    public async Task Time_ThatThrowsOnTheTimer_EndsNothingAndCostsNoSave()
    {
        FailingTime time = new(_time);
        CapacityAwareChatClient client = await new CapacityAwareChatClient([Route()], new() { QuotaSource = _source }, time, _log).SettledAsync();
        await client.AskAsync(streaming: false);

        time.IsFailing = true;
        Assert.Null(Record.Exception(() => _time.Advance(TimeSpan.FromMinutes(1))));
        Assert.Null(Record.Exception(client.Dispose));

        Assert.Equal(1, Assert.Single(_source.Usages).Used);
    }

    [Fact]
    public async Task Load_OfASharedQuotaThatOutlivesARouter_IsNotCountedTwice()
    {
        CapacityQuota team = new("team", new() { RequestsPerMonth = 100 });
        _source.Usages = [Used(70) with { Quota = "Quotas:team" }];
        using (CapacityAwareChatClient before = await Sharing(team, _source).SettledAsync())
            await before.AskAsync(streaming: false);

        using CapacityAwareChatClient after = await Sharing(team, _source).SettledAsync();

        Assert.Equal(29, LeftOf(after));
    }

    [Fact]
    public async Task Load_OfTwoRoutersThatShareAQuota_IsNotCountedTwice()
    {
        TaskCompletionSource<IReadOnlyList<QuotaUsage>> load = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ScriptedSource other = new() { OnLoad = _ => new(load.Task) };
        _source.OnLoad = other.OnLoad;
        CapacityQuota team = new("team", new() { RequestsPerMonth = 100 });
        using CapacityAwareChatClient first = Sharing(team, _source);
        using CapacityAwareChatClient second = Sharing(team, other);
        Assert.True(await Settled.UntilAsync(() => _source.Loads + other.Loads == 2));
        _time.Advance(TimeSpan.FromSeconds(2));
        await first.AskAsync(streaming: false);

        load.SetResult([Used(70) with { Quota = "Quotas:team" }]);
        await first.SettledAsync();
        await second.SettledAsync();

        Assert.Equal(29, LeftOf(second));
    }

    /// <summary>Waits for a call of the source, and then for as long as calls wait for it.</summary>
    private async Task LateAsync(int loads, int saves = 0)
    {
        Assert.True(await Settled.UntilAsync(() => (_source.Loads, _source.Saves) == (loads, saves)));
        _time.Advance(TimeSpan.FromSeconds(2));
    }

    private static double LeftOf(CapacityAwareChatClient client) => (double)Assert.Single(client.Route("a").Buckets).Level;

    private static ModelRoute Route() => new("a", new TestClient()) { Limits = new() { RequestsPerMonth = 100 } };

    private static async ValueTask<T> Later<T>(Exception thrown)
    {
        await Task.Yield();
        throw thrown;
    }

    private static ValueTask<T> Fails<T>(string how) => how switch
    {
        "throws" => throw new IOException("no disk"),
        "throws later" => Later<T>(new IOException("no disk")),
        _ => default,
    };

    private QuotaUsage Used(decimal amount) => new("Routes:a", CapacityDimension.RequestsPerMonth, amount, _time.GetUtcNow());

    private CapacityAwareChatClient Router() => new([Route()], new() { QuotaSource = _source }, _time, _log);

    private CapacityAwareChatClient Sharing(CapacityQuota quota, IQuotaSource source) =>
        new([new ModelRoute("a", new TestClient()) { Quota = quota }], new() { QuotaSource = source }, _time, _log);

    /// <summary>A context whose one thread never comes round to what is posted.</summary>
    private sealed class Stuck : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }

    private sealed class FailingTime(ManualTime time) : TimeProvider
    {
        public bool IsFailing { get; set; }

        public override long TimestampFrequency => time.TimestampFrequency;

        public override long GetTimestamp() => IsFailing ? throw new TimeZoneNotFoundException() : time.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => time.CreateTimer(callback, state, dueTime, period);
    }
}
