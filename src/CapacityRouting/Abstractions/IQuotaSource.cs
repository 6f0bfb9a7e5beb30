namespace CapacityRouting;

/// <summary>
/// Knows what was used of the limits of days and months, and of budgets, beyond this process's own memory: by the process before a restart, for
/// example. <see cref="FileQuotaSource"/> is the one that is offered.
/// </summary>
/// <remarks>
/// <para>
/// Every call comes on a thread of the pool, one at a time, and never within a request or while a router is made: a source may be slow, block, throw
/// or hang, and no call and no start waits for it. What it throws is logged, by its type, and the call is made again later.
/// </para>
/// <para>
/// Until a load has ended well, what this process uses counts from zero and nothing is saved. Then the loaded use counts on top.
/// </para>
/// </remarks>
public interface IQuotaSource
{
    /// <summary>
    /// Gives what was used before. It is called when a router is made and, after it threw, again after 5 seconds, then after twice as long each time
    /// up to about 5 minutes, until it has succeeded once.
    /// </summary>
    /// <param name="cancellationToken">Cancelled when the router is disposed, after a load under way had 2 seconds to end.</param>
    /// <returns>
    /// One entry for each limit, of several for one the highest counts; none when nothing was saved yet. Those of quotas or limits that are no more, and of periods
    /// that are over, are ignored, and so are null entries. Null counts as a failure: nobody knows what was used.
    /// </returns>
    ValueTask<IReadOnlyList<QuotaUsage>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Replaces what was saved before. It is called every 5 seconds while something is used, unless the save before has not ended, and when the router is
    /// disposed, which waits for it for 2 seconds at most.
    /// </summary>
    /// <param name="usages">All that is used, with what was loaded.</param>
    /// <param name="cancellationToken">Cancelled when the router is disposed, after the last save had its 2 seconds: what has not replaced the old by then must leave it whole.</param>
    ValueTask SaveAsync(IReadOnlyList<QuotaUsage> usages, CancellationToken cancellationToken);
}
