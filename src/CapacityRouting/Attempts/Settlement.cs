using CapacityRouting.Capacity;
using CapacityRouting.Providers;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Attempts;

/// <summary>What an attempt is charged: while it flows, when it has ended, and when it has failed.</summary>
internal static class Settlement
{
    /// <summary>More has been written than was reserved: it is taken at once, into debt if need be.</summary>
    public static void Grow(in AttemptStart start, ref Lease lease, long outputSoFar, long now)
    {
        CapacityUnits grown = UnitsOf(start, lease.Taken.InputTokens, Math.Max(lease.Taken.OutputTokens, outputSoFar));
        lease.Grow(grown with { Cost = Math.Max(lease.Taken.Cost, CostOf(start, usage: null, outputSoFar, lease)) }, now);
    }

    /// <summary>A call that ran: what the provider reported, and where it did not, what was reserved of the input and what flowed of the output.</summary>
    public static void ByUsage(in AttemptStart start, ref Lease lease, UsageDetails? usage, long estimatedOutput, long now)
    {
        long output = ChargedOutput(start, usage?.OutputTokenCount ?? estimatedOutput);
        if (usage is not null)
            start.Report.Used(usage.TotalTokenCount ?? (usage.InputTokenCount + usage.OutputTokenCount));
        long input = lease.Taken.InputTokens;
        if (usage?.InputTokenCount is { } total)
        {
            long cached = usage.CachedInputTokenCount ?? 0;
            input = Charged(total, cached, start.Route.Traits.Profile);
            if (!start.IsPoll)
                start.Route.LearnInput(start.Demand, Sent(total, cached));
        }

        lease.Used(UnitsOf(start, input, output) with { Cost = CostOf(start, usage, estimatedOutput, lease) }, now);
    }

    /// <summary>A call that its caller gave up.</summary>
    public static void ByFlow(in AttemptStart start, ref Lease lease, long outputSoFar, long now)
    {
        CapacityUnits used = UnitsOf(start, lease.Taken.InputTokens, ChargedOutput(start, outputSoFar));
        lease.Used(used with { Cost = CostOf(start, usage: null, outputSoFar, lease) }, now);
    }

    /// <summary>An attempt that ran out of time or broke off may have been charged in full; one that was turned away was not.</summary>
    public static void OfFailure(in AttemptStart start, ref Lease lease, FailureKind kind, long now)
    {
        if (kind is FailureKind.Timeout or FailureKind.TruncatedStream or FailureKind.EmptyResponse)
            lease.Used(lease.Taken, now);
        else if (start.Route.Traits.Profile.ChargesFailedCalls)
            lease.Refused(now);
        else
            lease.Abandoned(now);
    }

    /// <summary>What the call costs: by what was read and written, whatever the limits of tokens count.</summary>
    private static long CostOf(in AttemptStart start, UsageDetails? usage, long estimatedOutput, in Lease lease)
    {
        if (start.Route.Traits.Cost is not { } cost)
            return 0;
        CapacityUnits tokens = CapacityUnits.OneRequest(usage?.InputTokenCount ?? lease.Taken.InputTokens, usage?.OutputTokenCount ?? estimatedOutput);
        return cost.Of(tokens.InputTokens, Math.Clamp(usage?.CachedInputTokenCount ?? 0, 0, Money.Most), tokens.OutputTokens);
    }

    private static CapacityUnits UnitsOf(in AttemptStart start, long input, long output) =>
        CapacityUnits.OneRequest(input, output, start.Route.Traits.Profile.OutputTokenWeight);

    /// <summary>What a provider counts of an output in the end: some keep what they charged for it at admission. What grew since then was our own count.</summary>
    private static long ChargedOutput(in AttemptStart start, long written)
    {
        ProviderProfile profile = start.Route.Traits.Profile;
        bool isKept = profile.ReservesMaxOutputTokens && !profile.ReturnsUnusedOutputTokens && start.Demand.MaxOutputTokens is not null;
        return isKept ? Math.Max(written, start.Lease.Taken.OutputTokens) : written;
    }

    /// <summary>What was sent, cached or not. Most clients report the cached part within the total; some beside it.</summary>
    private static long Sent(long total, long cached) => cached <= total ? total : total + cached;

    /// <summary>What a provider counts of an input.</summary>
    private static long Charged(long total, long cached, ProviderProfile profile)
    {
        long fresh = cached <= total ? total - cached : total;
        return fresh + (long)(cached * profile.CachedTokenWeight);
    }
}
