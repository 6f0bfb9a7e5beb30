using CapacityRouting.Storm.Plans;
using Microsoft.Extensions.AI;
using Polly;
using Polly.Timeout;

namespace CapacityRouting.Storm.Virtual;

/// <summary>The settings under which some of the calls run.</summary>
/// <param name="Name">What the report calls them.</param>
internal sealed record Weather(string Name)
{
    private const int Plenty = 1_000_000;

    // What an answer will cost is guessed by those before it, and known beforehand only where no more may be written than nearly all have.
    private const int ShorterThanMost = 5;

    // Ten million tokens' worth, at one for a million.
    private const decimal Money = 10;
    private static readonly TimeSpan LongestOpening = TimeSpan.FromMinutes(30);

    /// <summary>How often an answer may be continued.</summary>
    public int Continuations { get; init; }

    /// <summary>Whether all models go on from a part of an answer, or the middle one does not.</summary>
    public bool AllContinue { get; init; } = true;

    /// <summary>Whether a pipeline stands around each opening.</summary>
    public bool HasPipeline { get; init; }

    /// <summary>Whether the router watches the time.</summary>
    public bool IsTimed { get; init; } = true;

    /// <summary>Whether breakers are as they are by default; else they never open.</summary>
    public bool HasBreakers { get; init; }

    /// <summary>The calls that a route takes at once.</summary>
    public int? Slots { get; init; }

    /// <summary>Whether models turn many calls away.</summary>
    public bool HasLimits { get; init; }

    /// <summary>Whether clients ignore their token, throw on disposal and the like.</summary>
    public bool HasFlaws { get; init; }

    /// <summary>Whether answers have reasoning and calls of functions beside their text.</summary>
    public bool HasExtras { get; init; }

    /// <summary>The output tokens that each call asks for, of months of tokens, and, if they are few, of money, that are reckoned up to the last token afterwards; null: neither.</summary>
    public int? MeteredOutput { get; init; }

    public static IReadOnlyList<Weather> All { get; } =
    [
        new("plain"),
        new("continued") { Continuations = 2 },
        new("flawed clients") { HasFlaws = true },
        new("flawed clients, continued") { HasFlaws = true, Continuations = 2 },
        new("continued, but by one route") { Continuations = 1, AllContinue = false },
        new("pipelines") { HasPipeline = true, HasFlaws = true },
        new("no timers") { IsTimed = false },
        new("breakers") { HasBreakers = true, Continuations = 2 },
        new("limits") { HasLimits = true, Continuations = 2 },
        new("crowded") { Slots = 8, Continuations = 2 },
        new("reasoning and calls") { HasExtras = true },
        new("reasoning and calls, continued") { HasExtras = true, HasFlaws = true, Continuations = 2 },
        new("metered") { HasExtras = true, Continuations = 2, MeteredOutput = 1_000 },
        new("metered beyond what is reserved") { HasExtras = true, MeteredOutput = 5 },
    ];

    /// <summary>Takes out of a plan what says nothing under this weather.</summary>
    public CallPlan Suit(CallPlan plan)
    {
        // A forgotten enumerator holds its slot until it is collected, which is after the storm: where slots are few, callers leave instead.
        if (Slots is not null && plan.Caller == CallerKind.Abandons)
            plan = plan with { Caller = CallerKind.Leaves };

        // Only timers end what is endless.
        return IsTimed ? plan : plan with { Attempts = [.. plan.Attempts.Select(attempt => attempt.Fault == StormFault.Endless ? attempt with { Fault = StormFault.Stall } : attempt)] };
    }

    public CapacityRoutingOptions OptionsFor(int seed)
    {
        CapacityRoutingOptions options = new() { MaxContinuations = Continuations, RandomSeed = seed, TokenEstimator = MeteredOutput is null ? null : new SameForAll() };
        options.Timeouts = IsTimed
            ? new() { FirstToken = TimeSpan.FromSeconds(20), Idle = TimeSpan.FromSeconds(10), Total = TimeSpan.FromMinutes(2) }
            : new() { FirstToken = TimeLimit.None, Idle = TimeLimit.None, Total = TimeLimit.None };

        // A budget that is spent denies a third route: that is its purpose, and none of the storm's.
        options.RetryBudget = new() { Share = 10, PerSecond = 1_000 };
        if (!HasBreakers)
            options.CircuitBreaker = new() { FailureRatio = 1, MinimumThroughput = int.MaxValue };
        return options;
    }

    public ModelRoute RouteTo(StormModel model, bool isMiddle, TimeProvider time) => new(model.Route, model)
    {
        Limits = MeteredOutput is null
            ? new() { RequestsPerMinute = Plenty, InputTokensPerMinute = Plenty * 100, OutputTokensPerMinute = Plenty * 100, MaxConcurrentRequests = Slots }
            : new() { RequestsPerMonth = Plenty, TokensPerMonth = Plenty * 10, CostPerMonth = MeteredOutput <= ShorterThanMost ? Money : null },
        Prices = MeteredOutput is null ? null : new() { InputPerMillion = 1, OutputPerMillion = 1 },
        Profile = ProviderProfile.Generic with { SupportsAssistantPrefill = AllContinue || !isMiddle, ReturnsUnusedOutputTokens = MeteredOutput is not null },
        ResiliencePipeline = HasPipeline
            ? new ResiliencePipelineBuilder { TimeProvider = time }.AddTimeout(new TimeoutStrategyOptions { Timeout = LongestOpening }).Build()
            : null,
    };

    /// <summary>The estimate is what the models report, so that nothing is learned and what is taken is known beforehand.</summary>
    private sealed class SameForAll : ITokenEstimator
    {
        public long EstimateInputTokens(IReadOnlyList<ChatMessage> messages, ChatOptions? options) => StepUpdate.InputTokens;
    }
}
