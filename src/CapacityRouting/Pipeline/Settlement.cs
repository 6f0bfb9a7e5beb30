using CapacityRouting.Abstractions;
using CapacityRouting.Capacity.Limits;
using CapacityRouting.Estimation;
using CapacityRouting.Failures.Providers;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Pipeline;

/// <summary>Computes the charge of an attempt: while it flows, when it has ended, and when it has failed. Pure.</summary>
internal static class Settlement
{
    /// <summary>The charge of a call that has written more than was reserved.</summary>
    public static CapacityUnits Grown(Attempt attempt, long outputSoFar)
    {
        CapacityUnits taken = attempt.Taken;
        CapacityUnits grown = UnitsOf(attempt, taken.InputTokens, Math.Max(taken.OutputTokens, outputSoFar));
        return grown with { Cost = Math.Max(taken.Cost, CostOf(attempt, attempt.Traits.Cost, usage: null, outputSoFar)) };
    }

    /// <summary>The charge of a call that ran: by the reported usage. Without one, the input counts as reserved and the output as it flowed.</summary>
    public static CapacityUnits ByFlow(Attempt attempt, in Flow flow)
    {
        if (SpilledTo(attempt) is not null)
            return CapacityUnits.None with { Cost = CostOf(attempt, attempt.Traits.SpilloverCost, flow.Usage, flow.Output) };
        long input = flow.Usage?.InputTokenCount is { } total ? Charged(total, Cached(flow.Usage), attempt.Traits.Profile) : attempt.Taken.InputTokens;
        return UnitsOf(attempt, input, ChargedOutput(attempt, flow.OutputTokens)) with { Cost = CostOf(attempt, attempt.Traits.Cost, flow.Usage, flow.Output) };
    }

    /// <summary>The deployment that served in place of the route's own, which then used no capacity; null for any other call.</summary>
    public static string? SpilledTo(Attempt attempt) =>
        attempt.Traits.Profile.Spills && attempt.Observation?.Response is { } response ? Spillover.ServedBy(response) : null;

    /// <summary>The tokens read and written for a call, whatever the provider counts. Tenants are compared by them.</summary>
    public static long Served(Attempt attempt, in Flow flow) => Math.Max(0, flow.Usage?.InputTokenCount ?? attempt.Taken.InputTokens) + Math.Max(0, flow.OutputTokens);

    /// <summary>Whether a failure came as a complete response that reports its usage, or was an answer that was not wanted.</summary>
    public static bool IsUsed(FailureKind kind, in Flow flow) => (flow.Usage is not null || flow.Output > 0) && kind is not (FailureKind.Timeout or FailureKind.TruncatedStream);

    /// <summary>
    /// The charge of a call that failed before its answer began. A call that timed out or broke off may have been charged in full; a refused call was not.
    /// </summary>
    public static CapacityUnits OfFailure(Attempt attempt, FailureKind kind)
    {
        if (kind is FailureKind.Timeout or FailureKind.TruncatedStream or FailureKind.EmptyResponse)
            return attempt.Taken;
        return attempt.Traits.Profile.ChargesFailedCalls ? CapacityUnits.RequestOnly : CapacityUnits.None;
    }

    /// <summary>The input sent, cached or not. Most clients report the cached part within the total, some beside it.</summary>
    public static long? SentInput(UsageDetails? usage) =>
        usage?.InputTokenCount is { } total ? Cached(usage) is var cached && cached <= total ? total : total + cached : null;

    /// <summary>The cost of the call: by the tokens read and written, whatever the token limits count.</summary>
    private static long CostOf(Attempt attempt, TokenCost? cost, UsageDetails? usage, long estimatedOutput)
    {
        if (cost is null)
            return 0;
        CapacityUnits tokens = CapacityUnits.OneRequest(usage?.InputTokenCount ?? attempt.Taken.InputTokens, usage?.OutputTokenCount ?? estimatedOutput);
        return cost.Of(tokens.InputTokens, Math.Clamp(Cached(usage), 0, Money.Most), tokens.OutputTokens);
    }

    private static CapacityUnits UnitsOf(Attempt attempt, long input, long output) =>
        CapacityUnits.OneRequest(input, output, attempt.Traits.Profile.OutputTokenWeight);

    /// <summary>The output that the provider counts in the end. Some providers keep what they charged at admission. Growth since then was only this library's count.</summary>
    private static long ChargedOutput(Attempt attempt, long written)
    {
        ProviderProfile profile = attempt.Traits.Profile;
        bool isKept = profile.ReservesMaxOutputTokens && !profile.ReturnsUnusedOutputTokens && attempt.Demand.MaxOutputTokens is not null;
        return isKept ? Math.Max(written, attempt.Taken.OutputTokens) : written;
    }

    private static long Cached(UsageDetails? usage) => usage?.CachedInputTokenCount ?? 0;

    /// <summary>The input that the provider counts.</summary>
    private static long Charged(long total, long cached, ProviderProfile profile)
    {
        long fresh = cached <= total ? total - cached : total;
        return fresh + (long)(cached * profile.CachedTokenWeight);
    }
}
