namespace CapacityRouting;

/// <summary>
/// Knows the use of long limits (days, months, budgets) beyond the memory of this process: the use before a restart, for example.
/// <see cref="FileQuotaSource"/> is the built-in one.
/// </summary>
/// <remarks>
/// <para>
/// Need not be thread-safe: one router makes one call at a time, each on a thread of the pool. The calls never run within a request or while a router is made.
/// No start waits for a source. An exception is logged by its type, and the call is made again later.
/// </para>
/// <para>
/// Calls under long limits wait for the first load, and for the save that notes what they spend. Usually that save has been made before: each reserves a step of a hundredth of
/// the limit, and the next one begins when an eighth of the step is left. A call that is larger than a step gets as much as it needs. A limit reserves nothing until a call asks for it.
/// </para>
/// <para>
/// A source that throws, or that takes more than 2 seconds for a call, does not answer. Calls then go on and one warning is logged, or they are refused
/// (<see cref="CapacityRoutingOptions.QuotaSourceFailClosed"/>), until it answers again. Calls that went on are not noted: if the process is killed, what they spent is forgotten. Until a load has
/// succeeded, the use of this process counts from zero and nothing is saved. Then the loaded use counts on top.
/// </para>
/// </remarks>
/// <example>
/// The shape of a source. This one forgets at the end of the process, as a test wants.
/// <code>
/// internal sealed class MemorySource : IQuotaSource
/// {
///     private IReadOnlyList&lt;QuotaUsage&gt; _usages = [];
///
///     public ValueTask&lt;IReadOnlyList&lt;QuotaUsage&gt;&gt; LoadAsync(CancellationToken cancellationToken) =&gt; new(_usages);
///
///     public ValueTask SaveAsync(IReadOnlyList&lt;QuotaUsage&gt; usages, CancellationToken cancellationToken)
///     {
///         _usages = usages;
///         return ValueTask.CompletedTask;
///     }
/// }
/// </code>
/// </example>
public interface IQuotaSource
{
    /// <summary>
    /// Loads the earlier use. The router calls it when it is made. After an exception it calls again after 5 seconds, then after twice as long each time
    /// up to about 5 minutes, until one load has succeeded.
    /// </summary>
    /// <param name="cancellationToken">Cancelled when the router is disposed, 2 seconds after the disposal began if a load is under way.</param>
    /// <returns>
    /// One entry for each limit; of several entries for one limit the highest counts. An empty list means that nothing was saved yet. Entries of unknown quotas or limits,
    /// entries of past periods and null entries are ignored. A null list counts as a failure: the earlier use is then unknown.
    /// </returns>
    ValueTask<IReadOnlyList<QuotaUsage>> LoadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the saved use. The router calls it when a step is nearly used up, and every 5 seconds while the use changes, unless the save before has not ended. It calls it again when it is
    /// disposed, and waits for that save for 2 seconds at most. A save must have reached the store when it ends: from then on its step is spent.
    /// </summary>
    /// <param name="usages">All use, the loaded one and the reserved step included. The last save of a router has no step. Loaded entries of limits that are not set are part of it for 31 days.</param>
    /// <param name="cancellationToken">
    /// Cancelled when the router is disposed, 2 seconds after its last save began. A save that has not replaced the old state by then must leave it whole.
    /// </param>
    /// <returns>The end of the save.</returns>
    ValueTask SaveAsync(IReadOnlyList<QuotaUsage> usages, CancellationToken cancellationToken);
}
