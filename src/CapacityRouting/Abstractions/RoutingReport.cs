using CapacityRouting.Abstractions;
using CapacityRouting.Atomics;
using Microsoft.Extensions.AI;

namespace CapacityRouting;

/// <summary>
/// Why a call went where it went: who served it, every attempt, and every route that was passed over. It is written as the call
/// goes and never read back by the router.
/// </summary>
/// <remarks>
/// <para>
/// Thread-safe: it may be read while the call runs, and each property gives what is known at that moment; the lists that it gives never change. It is complete when the call is;
/// a stream's report, reached from its first update, is completed as the stream ends.
/// </para>
/// <para>
/// The report of an answer is kept and stored with the answer, so it has each failure in short: its kind, scope, status, code and stated wait, and neither the exception nor a word
/// of the provider. The report of an exception has the failures in full.
/// </para>
/// </remarks>
public sealed class RoutingReport
{
    private const int Unknown = -1;

    // Lists are replaced whole, so that a reader has one that stays as it is. Most calls have one attempt and pass nobody over.
    private RoutingAttempt[] _attempts = [];
    private RouteExclusion[] _excluded = [];
    private AnswerContinuation[] _continuations = [];
    private string? _servedBy;
    private long _waitedTicks;
    private int _begun;
    private int _estimatedTokens;
    private int _actualTokens = Unknown;

    private int _longestLine;

    internal RoutingReport()
    {
    }

    /// <summary>The route whose answer reached the caller; null when none did.</summary>
    public string? ServedBy => Atomic.VolatileRead(in _servedBy);

    /// <summary>Every attempt that has ended or begun to stream, in the order in which they began; the last one served if any did.</summary>
    public IReadOnlyList<RoutingAttempt> Attempts => Atomic.VolatileRead(in _attempts);

    /// <summary>Every route that was passed over, with the last reason for it; those that were tried are not among them.</summary>
    public IReadOnlyList<RouteExclusion> Excluded => Atomic.VolatileRead(in _excluded);

    /// <summary>Where a streamed answer changed hands, in order; empty for nearly every call. See <see cref="CapacityRoutingOptions.MaxContinuations"/>.</summary>
    public IReadOnlyList<AnswerContinuation> Continuations => Atomic.VolatileRead(in _continuations);

    /// <summary>How long the call waited for capacity.</summary>
    public TimeSpan Waited => new(Atomic.VolatileRead(in _waitedTicks));

    /// <summary>Input and output tokens that were reserved for the call, an output token as often as the profile's <see cref="ProviderProfile.OutputTokenWeight"/> says.</summary>
    public long EstimatedTokens => Atomic.VolatileRead(in _estimatedTokens);

    /// <summary>Input and output tokens that the provider reported; null when it did not.</summary>
    public long? ActualTokens => Atomic.VolatileRead(in _actualTokens) is var tokens and not Unknown ? tokens : null;

    /// <summary>How many attempts have ended or begun to stream.</summary>
    internal int AttemptCount => Atomic.VolatileRead(in _attempts).Length;

    /// <summary>The bound of the line, where that is why the call was refused; 0 where it is not.</summary>
    internal int LongestLine => Atomic.VolatileRead(in _longestLine);

    /// <summary>The call may not wait, for as many do as may.</summary>
    internal void LineIsFull(int longest, IEnumerable<string> routes)
    {
        Atomic.VolatileWrite(ref _longestLine, longest);
        foreach (string route in routes)
            Exclude(route, ExclusionReason.QueueFull, availableIn: null);
    }

    /// <summary>The number of an attempt that begins.</summary>
    internal int NextAttempt() => Atomic.Add(ref _begun, 1);

    /// <summary>A route is tried, and so no longer passed over.</summary>
    internal void Attempting(string route, long estimatedTokens)
    {
        if (LongestLine > 0)
            Atomic.VolatileWrite(ref _longestLine, 0);
        if (Atomic.VolatileRead(in _excluded).Length > 0)
            Change(ref _excluded, route, static (excluded, route) => Without(excluded, route));
        Atomic.VolatileWrite(ref _estimatedTokens, (int)Math.Min(estimatedTokens, int.MaxValue));
    }

    /// <summary>Notes how an attempt stands: again, whenever that changes.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="serves">Whether its answer is the caller's.</param>
    internal void Note(RoutingAttempt attempt, bool serves)
    {
        if (serves)
            Atomic.VolatileWrite(ref _servedBy, attempt.Route);
        Change(ref _attempts, attempt, static (attempts, attempt) => With(attempts, attempt));
    }

    /// <summary>Tokens that were reported; those of the parts of one answer add up.</summary>
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
        // A call that waits is looked at twice at one time, and mostly with the same result.
        foreach (RouteExclusion known in Atomic.VolatileRead(in _excluded))
            if (ReferenceEquals(known.Route, route) && known.Reason == reason && known.AvailableIn == availableIn)
                return;
        Change(ref _excluded, new RouteExclusion(route, reason, availableIn), static (excluded, added) => With(excluded, added));
    }

    /// <summary>Leaves of every failure what may travel with an answer.</summary>
    /// <returns>The attempts as they were before.</returns>
    internal RoutingAttempt[] Shorten() =>
        HasFailures ? Change(ref _attempts, 0, static (attempts, _) => Array.ConvertAll(attempts, attempt => attempt.Failure is null ? attempt : attempt.With(attempt.Failure.InShort()))) : [];

    /// <summary>Puts the report on a response. The call is over: no exception will need its failures in full.</summary>
    internal void Attach(ChatResponse response)
    {
        Shorten();
        response.AdditionalProperties = ReportEntry.With(response.AdditionalProperties, this);
    }

    /// <summary>Puts the report on an update. The stream may still end in an exception, for which <see cref="FailureDetails"/> has taken the failures in full.</summary>
    internal void Attach(ChatResponseUpdate update) => update.AdditionalProperties = ReportEntry.With(update.AdditionalProperties, this);

    /// <summary>Puts the report on an exception.</summary>
    internal void Attach(Exception exception) => ReportEntry.Put(this, exception);

    /// <summary>A copy that has these attempts in place of its own ones.</summary>
    internal RoutingReport With(IEnumerable<RoutingAttempt> attempts)
    {
        RoutingReport copy = (RoutingReport)MemberwiseClone();
        foreach (RoutingAttempt attempt in attempts)
            copy._attempts = With(copy._attempts, attempt);
        return copy;
    }

    private bool HasFailures => Array.Exists(Atomic.VolatileRead(in _attempts), attempt => attempt.Failure is not null);

    /// <summary>In the order in which attempts began, each once.</summary>
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

    // Apart: the closure of a lambda is made as its method begins.
    private static RouteExclusion[] Others(RouteExclusion[] excluded, string route) => Array.FindAll(excluded, other => !ReferenceEquals(other.Route, route));

    /// <returns>The list that was replaced.</returns>
    private static TItem[] Change<TItem, TArgument>(ref TItem[] list, TArgument argument, Func<TItem[], TArgument, TItem[]> change)
    {
        // Invariant: a list follows from the one that it replaces, so that nothing that was noted meanwhile is lost.
        TItem[] before;
        do
            before = Atomic.VolatileRead(in list);
        while (!Atomic.CompareAndSwap(ref list, before, change(before, argument)));
        return before;
    }
}
