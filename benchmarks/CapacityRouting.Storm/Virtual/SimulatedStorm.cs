using CapacityRouting.Simulation;
using CapacityRouting.Storm.Calls;
using CapacityRouting.Storm.Checks;
using CapacityRouting.Storm.Plans;
using CapacityRouting.Storm.Reporting;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Storm.Virtual;

/// <summary>Some calls through one router to the simulation's own providers. These refuse calls beyond their limits, break off, fall silent and fail by chance. In virtual time, the same each time.</summary>
internal sealed class SimulatedStorm
{
    public const string Name = "the simulation's providers";

    private const int TokensOfAWord = 6;
    private const int CharactersPerToken = 4;
    private const int InputTokens = 20;
    private static readonly string[] Routes = ["a", "b", "c"];

    private readonly VirtualTime _time = new();
    private readonly RunClock _clock;
    private readonly StormCall[] _calls;
    private readonly List<object> _forgotten = [];
    private readonly CapacityAwareChatClient _router;
    private readonly string _where;

    public SimulatedStorm(int first, int count, int seed, int continuations)
    {
        PlanDraw draw = new(seed, FaultWeights.Virtual, hasFlaws: false, hasExtras: false);
        _calls = [.. Enumerable.Range(first, count).Select(number => CallOf(draw.Draw(number)))];
        _clock = new(_time);
        _router = new([.. Routes.Select((route, index) => RouteTo(new(SettingsOf(route), _clock, seed + first + index)))], new Weather(Name) { Continuations = continuations }.OptionsFor(seed + first), _time);
        _where = $"{Name}, {continuations} continuations, seed {seed}, calls {first} to {first + count - 1}";
    }

    public void Run(StormTally tally)
    {
        try
        {
            _time.Run(RunAsync);
        }
        catch (InvalidOperationException stuck)
        {
            tally.Add(stuck.Message, _where);
        }

        ICapacityMonitor monitor = _router.GetService<ICapacityMonitor>()!;
        _forgotten.Clear();
        RouterChecks.Collect(monitor);
        SimulatedChecks checks = new(Routes);
        foreach (StormCall call in _calls)
            tally.Add(call, checks.Of(call), _where);
        CapacitySnapshot snapshot = monitor.GetSnapshot();
        foreach (string each in RouterChecks.LeasesOf(snapshot).Concat(RouterChecks.LevelsOf(snapshot)))
            tally.Add(each, _where);
        _router.Dispose();
    }

    /// <summary>No caller reads twice: a prompt says once which call it is.</summary>
    private static StormCall CallOf(CallPlan plan)
    {
        int tokens = plan.Words * TokensOfAWord;
        CallPlan suited = plan with { Attempts = [], Answer = new('w', tokens * CharactersPerToken), Caller = plan.Caller == CallerKind.ReadsTwice ? CallerKind.Reads : plan.Caller };
        return new(suited) { Message = SimulatedPrompt.For(plan.Number, new(TimeSpan.Zero, InputTokens, tokens)) };
    }

    private static ProviderSettings SettingsOf(string route) => new()
    {
        Name = route,
        Limits = [new(CapacityDimension.RequestsPerMinute, 900)],
        Faults =
        [
            new(FaultKind.MidStreamCut) { Share = 0.2 },
            new(FaultKind.ErrorInStream) { Share = 0.1 },
            new(FaultKind.EmptyAnswer) { Share = 0.1 },
            new(FaultKind.BrownOut) { Share = 0.1, Slowness = 100 },
            new(FaultKind.Outage) { From = TimeSpan.FromSeconds(route == "a" ? 5 : 10), Period = TimeSpan.FromSeconds(4), Share = 0.5 },
        ],
    };

    /// <summary>One knows its limit, one is told by headers, and one takes its limit for twice what it is.</summary>
    private static ModelRoute RouteTo(SimulatedProvider provider) => new(provider.Settings.Name, provider.AsChatClient())
    {
        Limits = new() { RequestsPerMinute = provider.Settings.Name switch { "a" => 900, "b" => null, _ => 1_800 } },
        Profile = ProviderProfile.OpenAI with { SupportsAssistantPrefill = true },
    };

    private async Task RunAsync()
    {
        _clock.Start();
        StormCaller caller = new(_router, _forgotten);
        await Procession.RunAsync(caller, _calls, _time);
    }
}
