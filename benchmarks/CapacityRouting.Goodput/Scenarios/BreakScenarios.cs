using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Scenarios;

/// <summary>The preferred route breaks, hangs or grows slow for a while, beside one that is well. Calls come four a second, to a hang two.</summary>
internal static class BreakScenarios
{
    private static readonly TimeSpan From = TimeSpan.FromSeconds(10);

    // What is slow is told by what is usual: a minute of ordinary calls comes first.
    private static readonly TimeSpan FromUsual = TimeSpan.FromMinutes(1);
    private static readonly LatencyModel Prompt = new() { FirstToken = TimeSpan.FromMilliseconds(300), Jitter = TimeSpan.Zero };

    // A hang is told by the time to an answer, so that answers themselves are short.
    private static readonly TokenMix Brief = new(new TokenRange(200, 0.5), new TokenRange(50, 0.5) { Max = 150 }) { MaxOutputTokens = 150 };

    /// <summary>From how long on a first token counts as one of the brown-out's.</summary>
    public static TimeSpan Slow { get; } = TimeSpan.FromSeconds(7.5);

    public static IEnumerable<Scenario> All()
    {
        yield return new("stream-cuts", "the preferred route's streams break in the middle for a minute", seed => Streams(seed, new(FaultKind.MidStreamCut)));
        yield return new("stream-stalls", "the preferred route's streams fall silent in the middle for a minute", seed => Streams(seed, new(FaultKind.Stall)));
        yield return new("hang-20s", "the preferred route is silent for 20 seconds, two calls a second", seed => Struck(seed, 2, new(FaultKind.Hang), seconds: 20, FromUsual, Brief));
        yield return new("outage-20s-resets", "the preferred route's connections break for 20 seconds", seed => Struck(seed, 4, new(FaultKind.Reset), seconds: 20));
        yield return new("outage-20s-503", "the preferred route is overloaded for 20 seconds", seed => Struck(seed, 4, new(FaultKind.Outage), seconds: 20));
        yield return new("brown-out-40s", "the preferred route's first token takes 8 seconds instead of 0.3 for 40 seconds; the other one's takes half a second", BrownOut);
        yield return new("thinker-45s", "the preferred model thinks for 45 seconds from its first call on, beside one that answers in half a second", Thinker);
    }

    private static Situation Streams(int seed, Fault fault) => Struck(seed, 4, fault, seconds: 60) with { StreamShare = 1 };

    private static Situation Struck(int seed, double rate, Fault fault, int seconds) => Struck(seed, rate, fault, seconds, From, Fleet.Chat);

    private static Situation Struck(int seed, double rate, Fault fault, int seconds, TimeSpan from, TokenMix mix)
    {
        TimeSpan until = from + TimeSpan.FromSeconds(seconds);
        RouteSpec preferred = Roomy.Route(Roomy.Preferred, Roomy.Talking, fault with { From = from, Until = until });
        return new(Workloads.Steady(rate, until + TimeSpan.FromMinutes(1), mix, seed), [preferred, Roomy.Route(Roomy.Other, Roomy.Talking)]);
    }

    private static Situation BrownOut(int seed)
    {
        TimeSpan until = FromUsual + TimeSpan.FromSeconds(40);
        RouteSpec preferred = Roomy.Route(Roomy.Preferred, Prompt, new Fault(FaultKind.BrownOut) { From = FromUsual, Until = until, Slowness = 8 / 0.3 });
        RouteSpec other = Roomy.Route(Roomy.Other, Prompt with { FirstToken = TimeSpan.FromMilliseconds(500) });
        return new(Workloads.Steady(4, until + TimeSpan.FromMinutes(1), Fleet.Chat, seed), [preferred, other]) { SlowFrom = Slow };
    }

    private static Situation Thinker(int seed)
    {
        RouteSpec preferred = Roomy.Route(Roomy.Preferred, Prompt with { FirstToken = TimeSpan.FromSeconds(45) });
        RouteSpec other = Roomy.Route(Roomy.Other, Prompt with { FirstToken = TimeSpan.FromMilliseconds(500) });
        return new(Workloads.Steady(0.5, TimeSpan.FromMinutes(10), Fleet.Chat, seed), [preferred, other]);
    }
}
