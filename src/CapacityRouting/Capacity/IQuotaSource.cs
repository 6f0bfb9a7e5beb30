namespace CapacityRouting;

/// <summary>
/// Keeps what was used of the limits of days and months, and of budgets, so that it survives a restart. <see cref="FileQuotaSource"/> is
/// the one that is offered.
/// </summary>
/// <remarks>
/// Never called within a request. What it throws is logged, and the router goes on without it. What others used of the same account
/// while the process was down is not known to it.
/// </remarks>
public interface IQuotaSource
{
    /// <summary>Gives what was saved last; called once, while a router is made.</summary>
    /// <returns>The levels; none when nothing was saved yet. Those of quotas or limits that are no more, and of periods that are over, are ignored.</returns>
    IReadOnlyList<QuotaUsage> Load();

    /// <summary>Replaces what was saved before; called every few seconds while something is used, on a thread of its own, and when the router is disposed. Never twice at once.</summary>
    /// <param name="levels">All of them.</param>
    void Save(IReadOnlyList<QuotaUsage> levels);
}
