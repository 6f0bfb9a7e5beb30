using CapacityRouting.Abstractions;
using CapacityRouting.Capacity.Limits;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Pipeline;

/// <summary>What an attempt is charged: while it flows, when it has ended, and when it has failed. Pure.</summary>
internal static class Settlement
{
    /// <summary>A call that has written so much by now, where that is more than was reserved.</summary>
    public static CapacityUnits Grown(Attempt attempt, long outputSoFar)
    {
        CapacityUnits taken = attempt.Taken;
        CapacityUnits grown = UnitsOf(attempt, taken.InputTokens, Math.Max(taken.OutputTokens, outputSoFar));
        return grown with { Cost = Math.Max(taken.Cost, CostOf(attempt, usage: null, outputSoFar)) };
    }

    /// <summary>A call that ran: what the provider reported, and where it did not, what was reserved of the input and what flowed of the output.</summary>
    public static CapacityUnits ByFlow(Attempt attempt, in Flow flow)
    {
        long input = flow.Usage?.InputTokenCount is { } total ? Charged(total, Cached(flow.Usage), attempt.Traits.Profile) : attempt.Taken.InputTokens;
        return UnitsOf(attempt, input, ChargedOutput(attempt, flow.OutputTokens)) with { Cost = CostOf(attempt, flow.Usage, flow.Output) };
    }

    /// <summary>The tokens that were read and written for a call, whatever the provider counts: by these tenants are compared.</summary>
    public static long Served(Attempt attempt, in Flow flow) => Math.Max(0, flow.Usage?.InputTokenCount ?? attempt.Taken.InputTokens) + Math.Max(0, flow.OutputTokens);

    /// <summary>Whether a failure came as a response that is over, and says what it used.</summary>
    public static bool IsUsed(FailureKind kind, in Flow flow) => flow.Usage is not null && kind is not (FailureKind.Timeout or FailureKind.TruncatedStream);

    /// <summary>
    /// A call that failed before its answer began. One that ran out of time or broke off may have been charged in full; one that was turned away was not.
    /// </summary>
    public static CapacityUnits OfFailure(Attempt attempt, FailureKind kind)
    {
        if (kind is FailureKind.Timeout or FailureKind.TruncatedStream or FailureKind.EmptyResponse)
            return attempt.Taken;
        return attempt.Traits.Profile.ChargesFailedCalls ? CapacityUnits.RequestOnly : CapacityUnits.None;
    }

    /// <summary>What was sent, cached or not. Most clients report the cached part within the total; some beside it.</summary>
    public static long? SentInput(UsageDetails? usage) =>
        usage?.InputTokenCount is { } total ? Cached(usage) is var cached && cached <= total ? total : total + cached : null;

    /// <summary>What the call costs: by what was read and written, whatever the limits of tokens count.</summary>
    private static long CostOf(Attempt attempt, UsageDetails? usage, long estimatedOutput)
    {
        if (attempt.Traits.Cost is not { } cost)
            return 0;
        CapacityUnits tokens = CapacityUnits.OneRequest(usage?.InputTokenCount ?? attempt.Taken.InputTokens, usage?.OutputTokenCount ?? estimatedOutput);
        return cost.Of(tokens.InputTokens, Math.Clamp(Cached(usage), 0, Money.Most), tokens.OutputTokens);
    }

    private static CapacityUnits UnitsOf(Attempt attempt, long input, long output) =>
        CapacityUnits.OneRequest(input, output, attempt.Traits.Profile.OutputTokenWeight);

    /// <summary>What a provider counts of an output in the end: some keep what they charged for it at admission. What grew since then was our own count.</summary>
    private static long ChargedOutput(Attempt attempt, long written)
    {
        ProviderProfile profile = attempt.Traits.Profile;
        bool isKept = profile.ReservesMaxOutputTokens && !profile.ReturnsUnusedOutputTokens && attempt.Demand.MaxOutputTokens is not null;
        return isKept ? Math.Max(written, attempt.Taken.OutputTokens) : written;
    }

    private static long Cached(UsageDetails? usage) => usage?.CachedInputTokenCount ?? 0;

    /// <summary>What a provider counts of an input.</summary>
    private static long Charged(long total, long cached, ProviderProfile profile)
    {
        long fresh = cached <= total ? total - cached : total;
        return fresh + (long)(cached * profile.CachedTokenWeight);
    }
}
