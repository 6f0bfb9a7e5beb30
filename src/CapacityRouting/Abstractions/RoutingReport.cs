using CapacityRouting.Atomics;

namespace CapacityRouting;

/// <summary>
/// The record of one call: the route that served it, every attempt, and every route that was passed over. The router writes it during
/// the call and never reads it back.
/// </summary>
/// <remarks>
/// <para>
/// Thread-safe. It may be read while the call runs: each property gives what is known at that moment, and the lists that it gives never change. The report is complete when the call is.
/// The report of a stream, reached from the first update, is complete when the stream ends.
/// </para>
/// <para>
/// The report of an answer is kept and stored with the answer. So it has each failure in short: kind, scope, status, code and stated wait, without the exception or a word
/// of the provider. The report of an exception has the failures in full.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// ChatResponse response = await client.GetResponseAsync("Why is the sky blue?");
/// RoutingReport report = response.GetRoutingReport()!;
/// Console.WriteLine($"{report.ServedBy} after {report.Attempts.Count} attempt(s), waited {report.Waited}");
/// </code>
/// </example>
public sealed class RoutingReport
{
    private const int Unknown = -1;

    // With them an answer that is kept weighs less than 1 KB more.
    private const int MostKept = 4;

    // A list is replaced whole, so that a reader's list stays as it is. Most calls have one attempt and pass over no route.
    private RoutingAttempt[] _attempts = [];
    private RouteExclusion[] _excluded = [];
    private AnswerContinuation[] _continuations = [];
    private string? _servedBy;
    private long _waitedTicks;
    private int _begun;
    private int _estimatedTokens;
    private int _actualTokens = Unknown;

    private int _longestLine;
    private int _omitted;

    internal RoutingReport()
    {
    }

    /// <summary>A report that was stored with an answer.</summary>
    internal RoutingReport(string? servedBy, RoutingAttempt[] attempts, int omittedAttempts, TimeSpan waited, int estimatedTokens, int? actualTokens)
    {
        (_servedBy, _attempts, _waitedTicks, _estimatedTokens, _actualTokens) = (servedBy, attempts, waited.Ticks, estimatedTokens, actualTokens ?? Unknown);
        (IsRestored, _omitted) = (true, omittedAttempts);
    }

    /// <summary>The route whose answer reached the caller; null when none did.</summary>
    public string? ServedBy => Atomic.VolatileRead(in _servedBy);

    /// <summary>
    /// Every attempt that has ended or begun to stream, in the order of their starts. If an attempt served, it is the last one. The report of an answer has four of them at most, the first and the
    /// last three (<see cref="OmittedAttempts"/>), since answers are kept. The report of an exception has all.
    /// </summary>
    public IReadOnlyList<RoutingAttempt> Attempts => Atomic.VolatileRead(in _attempts);

    /// <summary>
    /// Whether the report was stored with the answer and comes back from a store: a cache, or a history. It then has the route that served, the sums, and the first and the last attempt, with kinds
    /// of failure, statuses and times. One from a message has the route alone.
    /// </summary>
    public bool IsRestored { get; }

    /// <summary>How many attempts are not in <see cref="Attempts"/>: those after the first and before the last. Zero for the report of an exception.</summary>
    public int OmittedAttempts => Atomic.VolatileRead(in _omitted);

    /// <summary>Every route that was passed over, with the last reason. Routes that were tried are not in the list.</summary>
    public IReadOnlyList<RouteExclusion> Excluded => Atomic.VolatileRead(in _excluded);

    /// <summary>The seams of a streamed answer, in order; empty for nearly every call. See <see cref="CapacityRoutingOptions.MaxContinuations"/>.</summary>
    public IReadOnlyList<AnswerContinuation> Continuations => Atomic.VolatileRead(in _continuations);

    /// <summary>The time that the call waited: for capacity, and before it asked a route again.</summary>
    public TimeSpan Waited => new(Atomic.VolatileRead(in _waitedTicks));

    /// <summary>
    /// The input and output tokens that were reserved for the call. An output token counts as the profile's <see cref="ProviderProfile.OutputTokenWeight"/>
    /// says.
    /// </summary>
    public long EstimatedTokens => Atomic.VolatileRead(in _estimatedTokens);

    /// <summary>The input and output tokens that the provider reported; null when it reported none.</summary>
    public long? ActualTokens => Atomic.VolatileRead(in _actualTokens) is var tokens and not Unknown ? tokens : null;

    /// <summary>How many attempts have ended or begun to stream.</summary>
    internal int AttemptCount => Attempts.Count + OmittedAttempts;

    /// <summary>The bound of the queue, where a full queue refused the call; else 0.</summary>
    internal int LongestLine => Atomic.VolatileRead(in _longestLine);

    /// <summary>Notes that the queue is full, so that the call may not wait.</summary>
    internal void LineIsFull(int longest, IEnumerable<string> routes)
    {
        Atomic.VolatileWrite(ref _longestLine, longest);
        foreach (string route in routes)
            Exclude(route, ExclusionReason.QueueFull, availableIn: null);
    }

    /// <summary>The number of a new attempt.</summary>
    internal int NextAttempt() => Atomic.Add(ref _begun, 1);

    /// <summary>Notes that a route is tried, and so no longer passed over.</summary>
    internal void Attempting(string route, long estimatedTokens)
    {
        if (LongestLine > 0)
            Atomic.VolatileWrite(ref _longestLine, 0);
        if (Atomic.VolatileRead(in _excluded).Length > 0)
            Change(ref _excluded, route, static (excluded, route) => Without(excluded, route));
        Atomic.VolatileWrite(ref _estimatedTokens, (int)Math.Min(estimatedTokens, int.MaxValue));
    }

    /// <summary>Notes the state of an attempt, again with every change.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="serves">Whether its answer is the caller's.</param>
    internal void Note(RoutingAttempt attempt, bool serves)
    {
        if (serves)
            Atomic.VolatileWrite(ref _servedBy, attempt.Route);
        Change(ref _attempts, attempt, static (attempts, attempt) => With(attempts, attempt));
    }

    /// <summary>Adds reported tokens; the parts of one answer add up.</summary>
    internal void Used(long? tokens)
    {
        if (tokens is not { } reported)
            return;

        // Invariant: the sum has each report once, for it replaces only the sum that it was added to.
        int before;
        do
            before = Atomic.VolatileRead(in _actualTokens);
        while (!Atomic.CompareAndSwap(ref _actualTokens, before, (int)Math.Min(Math.Max(before, 0) + reported, int.MaxValue)));
    }

    internal void AddWait(TimeSpan waited) => Atomic.Add(ref _waitedTicks, waited.Ticks);

    internal void Continued(AnswerContinuation continuation) =>
        Change(ref _continuations, continuation, static (continuations, added) => [.. continuations, added]);

    internal void Exclude(string route, ExclusionReason reason, TimeSpan? availableIn)
    {
        // A route that is waited for after it has failed the call is told by its attempts.
        if (HasTried(route))
            return;

        // A waiting call is evaluated twice at one time, mostly with the same result.
        foreach (RouteExclusion known in Atomic.VolatileRead(in _excluded))
            if (ReferenceEquals(known.Route, route) && known.Reason == reason && known.AvailableIn == availableIn)
                return;
        Change(ref _excluded, new RouteExclusion(route, reason, availableIn), static (excluded, added) => With(excluded, added));
    }

    /// <summary>Adds the details of every exclusion.</summary>
    internal void Describe(Func<RouteExclusion, RouteExclusion> describe) =>
        Change(ref _excluded, describe, static (excluded, describe) => Array.ConvertAll(excluded, each => describe(each)));

    /// <summary>Leaves only what may travel with an answer: the first and the last attempts, with their failures in short.</summary>
    /// <returns>The attempts as they were before.</returns>
    internal RoutingAttempt[] Shorten()
    {
        if (!HasFailures)
            return [];
        RoutingAttempt[] before = Change(ref _attempts, 0, static (attempts, _) => Array.ConvertAll(Kept(attempts), attempt => attempt.With(attempt.Failure?.InShort())));
        Atomic.Add(ref _omitted, before.Length - Kept(before).Length);
        return before;
    }

    /// <summary>A copy that has these attempts in place of its own ones, and beside them.</summary>
    internal RoutingReport With(IEnumerable<RoutingAttempt> attempts)
    {
        RoutingReport copy = (RoutingReport)MemberwiseClone();
        foreach (RoutingAttempt attempt in attempts)
            copy._attempts = With(copy._attempts, attempt);
        copy._omitted = AttemptCount - copy._attempts.Length;
        return copy;
    }

    private bool HasTried(string route)
    {
        foreach (RoutingAttempt attempt in Atomic.VolatileRead(in _attempts))
            if (ReferenceEquals(attempt.Route, route))
                return true;
        return false;
    }

    private static RoutingAttempt[] Kept(RoutingAttempt[] attempts) => attempts.Length <= MostKept ? attempts : [attempts[0], .. attempts[^(MostKept - 1)..]];

    private bool HasFailures => Array.Exists(Atomic.VolatileRead(in _attempts), attempt => attempt.Failure is not null);

    /// <summary>The attempts in the order in which they began, each once.</summary>
    private static RoutingAttempt[] With(RoutingAttempt[] attempts, RoutingAttempt noted) =>
        attempts is [] || (attempts is [var only] && only.Number == noted.Number) ? [noted] : Among(attempts, noted);

    private static RoutingAttempt[] Among(RoutingAttempt[] attempts, RoutingAttempt noted) =>
        [.. attempts.Where(attempt => attempt.Number < noted.Number), noted, .. attempts.Where(attempt => attempt.Number > noted.Number)];

    private static RouteExclusion[] With(RouteExclusion[] excluded, RouteExclusion added)
    {
        RouteExclusion[] others = Without(excluded, added.Route);
        RouteExclusion[] all = new RouteExclusion[others.Length + 1];
        others.CopyTo(all, 0);
        all[^1] = added;
        return all;
    }

    private static RouteExclusion[] Without(RouteExclusion[] excluded, string route)
    {
        foreach (RouteExclusion exclusion in excluded)
            if (ReferenceEquals(exclusion.Route, route))
                return Others(excluded, route);
        return excluded;
    }

    // A method of its own: a closure is allocated at the start of the method that has it.
    private static RouteExclusion[] Others(RouteExclusion[] excluded, string route) => Array.FindAll(excluded, other => !ReferenceEquals(other.Route, route));

    /// <returns>The list that was replaced.</returns>
    private static TItem[] Change<TItem, TArgument>(ref TItem[] list, TArgument argument, Func<TItem[], TArgument, TItem[]> change)
    {
        // Invariant: a list follows from the one that it replaces, so that no entry noted meanwhile is lost.
        TItem[] before;
        do
            before = Atomic.VolatileRead(in list);
        while (!Atomic.CompareAndSwap(ref list, before, change(before, argument)));
        return before;
    }
}
