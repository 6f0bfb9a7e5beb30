using System.Net;
using System.Net.Sockets;
using CapacityRouting.Storm.Calls;
using CapacityRouting.Storm.Checks;
using CapacityRouting.Storm.Plans;
using CapacityRouting.Storm.Reporting;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Storm.Http;

/// <summary>Some calls through one router and one real SDK, over sockets and in real time.</summary>
internal sealed class HttpStorm(Sdk sdk, int first, int count, int seed, int continuations)
{
    private const int AtOnce = 48;
    private const int WarmUps = 10;
    private const int Plenty = 100_000_000;

    // The plans are of virtual time, where waits are free.
    private const int Haste = 100;
    private const int MostLooks = 500;
    private static readonly string[] Routes = ["a", "b", "c"];
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly StormCall[] _calls = DrawCalls(first, count, seed);
    private readonly StormCall[] _warmUps = [.. Enumerable.Range(1, WarmUps * Routes.Length).Select(number => new StormCall(new(-number, 1, [], CallerKind.Reads, 0, false)))];
    private readonly List<object> _forgotten = [];
    private readonly StormPace _pace = new(count, AtOnce);
    private int _next = -1;

    public async Task RunAsync(StormTally tally)
    {
        CallBook book = new(_calls.Concat(_warmUps));

        // Bound, and without a listener: connections to it are refused.
        using Socket nobody = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        nobody.Bind(new IPEndPoint(IPAddress.Loopback, port: 0));
        Uri refuses = new($"http://{nobody.LocalEndPoint}");
        List<StormServer> servers = [];
        foreach (string _ in Routes)
            servers.Add(await StormServer.StartAsync(sdk, book));
        using CapacityAwareChatClient router = new(
            [.. Routes.Zip(servers, (name, server) => RouteTo(name, StormClients.For(sdk, name, book, server.Address, refuses)))], Options());
        await WarmUpAsync(router);
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => CallAsync(router)));
        tally.Add(_pace);
        await LookAfterwardsAsync(router, servers, tally);
        CallChecks checks = new(Routes, continuations, Routes);
        foreach (StormCall call in CallBook.All(_calls.Concat(_warmUps)))
            tally.Add(call, checks.Of(call), $"{sdk}, {continuations} continuations, seed {seed}");
        foreach (StormServer server in servers)
            await server.DisposeAsync();
    }

    private static StormCall[] DrawCalls(int first, int count, int seed)
    {
        PlanDraw draw = new(seed, FaultWeights.Http, hasFlaws: false, hasExtras: false);
        return [.. Enumerable.Range(first, count).Select(number => new StormCall(Suit(draw.Draw(number))))];
    }

    /// <summary>A caller that disposes an enumerator during a move must do it in turn, and not at any moment on any thread.</summary>
    private static CallPlan Suit(CallPlan plan) => plan.Caller == CallerKind.DisposesAmid ? plan with { Caller = CallerKind.Leaves } : plan;

    private static ModelRoute RouteTo(string name, IChatClient client) => new(name, client)
    {
        Limits = new() { RequestsPerMinute = Plenty, TokensPerMinute = Plenty * 10L },
        Profile = ProviderProfile.Generic with { SupportsAssistantPrefill = true },
    };

    private CapacityRoutingOptions Options() => new CapacityRoutingOptions
    {
        MaxContinuations = continuations,
        Timeouts = new() { FirstToken = LongestPause, Idle = LongestPause, Total = LongestPause * 2 },
        CircuitBreaker = new() { FailureRatio = 1, MinimumThroughput = int.MaxValue },
        RetryBudget = new() { Share = 10, PerSecond = 1_000 },
    }.UseOpenAI().UseAnthropic();

    private async Task WarmUpAsync(CapacityAwareChatClient router)
    {
        IRouteControl control = router.GetService<IRouteControl>()!;

        // The first calls of a process compile what they run, which a busy machine draws out.
        ChatOptions unhurried = new ChatOptions().WithRouting(new() { Timeouts = new() { FirstToken = TimeLimit.None, Idle = TimeLimit.None, Total = TimeLimit.None } });
        StormCaller caller = new(router, _forgotten, unhurried);
        for (int i = 0; i < _warmUps.Length; i++)
        {
            foreach (string other in Routes)
                await (other == Routes[i / WarmUps] ? control.RestoreAsync(other) : control.IsolateAsync(other));
            await caller.RunAsync(_warmUps[i]);
        }

        foreach (string route in Routes)
            await control.RestoreAsync(route);
    }

    private async Task CallAsync(CapacityAwareChatClient router)
    {
        StormCaller caller = new(router, _forgotten);
        while (Interlocked.Increment(ref _next) is int index && index < _calls.Length)
        {
            _pace.Taken(index);
            StormCall call = _calls[index];
            ITimer? impatience = call.Plan.Caller != CallerKind.CancelsInTime ? null : TimeProvider.System.CreateTimer(
                static impatient => ((StormCall)impatient!).Cancel(), call, TimeSpan.FromMilliseconds((double)call.Plan.CallerAt / Haste), Timeout.InfiniteTimeSpan);
            await caller.RunAsync(call);
            if (impatience is not null)
                await impatience.DisposeAsync();
        }
    }

    /// <summary>What is left open closes in its own time; it must close.</summary>
    private async Task LookAfterwardsAsync(CapacityAwareChatClient router, List<StormServer> servers, StormTally tally)
    {
        ICapacityMonitor monitor = router.GetService<ICapacityMonitor>()!;
        string where = $"{sdk}, {continuations} continuations, seed {seed}";
        _forgotten.Clear();
        for (int i = 0; i < MostLooks; i++)
        {
            RouterChecks.Collect(monitor);
            if (servers.All(server => server.Open == 0) && !RouterChecks.LeasesOf(monitor.GetSnapshot()).Any())
                return;
            await Task.Delay(Look, TimeProvider.System);
        }

        foreach (string leased in RouterChecks.LeasesOf(monitor.GetSnapshot()))
            tally.Add(leased, where);
        if (servers.Sum(server => server.Open) is > 0 and int open)
            tally.Add($"{open} connections are open long after the storm", where);
    }
}
