using CapacityRouting.Simulation;
using CapacityRouting.Storm.Calls;
using CapacityRouting.Storm.Checks;
using CapacityRouting.Storm.Plans;
using CapacityRouting.Storm.Reporting;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Storm.Virtual;

/// <summary>Some calls through one router under one weather, in virtual time, on one thread: the same each time.</summary>
internal sealed class VirtualStorm
{
    private const int WarmUps = 10;
    private static readonly string[] Routes = ["a", "b", "c"];

    private readonly Weather _weather;
    private readonly int _seed;
    private readonly VirtualTime _time = new();
    private readonly CountedTime _counted;
    private readonly StormCall[] _calls;
    private readonly StormCall[] _warmUps;
    private readonly List<object> _forgotten = [];
    private readonly CapacityAwareChatClient _router;

    public VirtualStorm(Weather weather, int first, int count, int seed)
    {
        _weather = weather;
        _seed = seed;
        PlanDraw draw = new(seed, weather.HasLimits ? FaultWeights.VirtualLimits : FaultWeights.Virtual, weather.HasFlaws, weather.HasExtras);
        _calls = [.. Enumerable.Range(first, count).Select(number => new StormCall(weather.Suit(draw.Draw(number))))];
        _warmUps = [.. Enumerable.Range(1, WarmUps * Routes.Length).Select(number => new StormCall(new(-number, 1, [], CallerKind.Reads, 0, false)))];
        CallBook book = new(_calls.Concat(_warmUps));
        _counted = new(_time);
        _router = new([.. Routes.Select(name => weather.RouteTo(new StormModel(name, book, _time), name == "b", _counted))], weather.OptionsFor(seed + first), _counted);
    }

    public void Run(StormTally tally)
    {
        List<string> wrong = [];
        try
        {
            _time.Run(RunAsync);
        }
        catch (InvalidOperationException stuck)
        {
            wrong.Add(stuck.Message);
        }

        ICapacityMonitor monitor = _router.GetService<ICapacityMonitor>()!;
        int forgotten = _forgotten.Count;
        _forgotten.Clear();
        RouterChecks.Collect(monitor);
        CapacitySnapshot snapshot = monitor.GetSnapshot();
        wrong.AddRange(RouterChecks.LeasesOf(snapshot));
        wrong.AddRange(RouterChecks.LevelsOf(snapshot));
        if (_weather.MeteredOutput is not null)
            wrong.AddRange(SettlementChecks.Of(snapshot, [.. CallBook.All(_warmUps.Concat(_calls))]));
        _router.Dispose();

        // The alarm of the line, and the timers of attempts that can no longer end.
        if (_counted.Timers > 1 + forgotten)
            wrong.Add($"{_counted.Timers} timers are left, with {forgotten} calls forgotten");
        Tell(tally, wrong);
    }

    private async Task RunAsync()
    {
        StormCaller caller = new(_router, _forgotten, _weather.MeteredOutput is { } most ? new() { MaxOutputTokens = most } : null);
        IRouteControl control = _router.GetService<IRouteControl>()!;
        for (int i = 0; i < _warmUps.Length; i++)
        {
            // Each route is seen to give finish reasons, so that one that is missing means something.
            string route = Routes[i / WarmUps];
            foreach (string other in Routes)
                await (other == route ? control.RestoreAsync(other) : control.IsolateAsync(other));
            await caller.RunAsync(_warmUps[i]);
        }

        foreach (string route in Routes)
            await control.RestoreAsync(route);
        await Procession.RunAsync(caller, _calls, _time);
    }

    private void Tell(StormTally tally, List<string> wrong)
    {
        CallChecks checks = new(Routes, _weather.Continuations, _weather.AllContinue ? Routes : ["a", "c"]);
        foreach (StormCall call in CallBook.All(_warmUps.Concat(_calls)))
            tally.Add(call, checks.Of(call).Concat(RouterChecks.StreamsOf(call)), $"{_weather.Name}, seed {_seed}");
        foreach (string each in wrong)
            tally.Add(each, $"{_weather.Name}, seed {_seed}, calls {_calls[0].Plan.Number} to {_calls[^1].Plan.Number}");
    }
}
