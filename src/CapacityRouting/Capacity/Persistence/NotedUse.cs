using CapacityRouting.Capacity.Buckets;

namespace CapacityRouting.Capacity.Persistence;

/// <summary>One usage of a save, and how far its limit may be spent once the save has ended. Immutable.</summary>
/// <param name="Usage">What is saved: the use and the step reserved.</param>
/// <param name="Quota">The quota of the limit.</param>
/// <param name="Limit">The limit.</param>
/// <param name="Step">The step.</param>
internal sealed record NotedUse(QuotaUsage Usage, Quota Quota, RateLimit Limit, ReservedStep Step)
{
    /// <summary>Whether more is saved than was used.</summary>
    public bool IsAhead => Step != ReservedStep.Nothing;

    /// <summary>Whether so much has been used since that the next save is due.</summary>
    public bool IsUsed => IsAhead && Quota.Arrival(Limit) > Step.Low;
}
