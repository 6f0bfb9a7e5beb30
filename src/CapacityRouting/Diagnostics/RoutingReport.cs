namespace CapacityRouting;

/// <summary>
/// Why a call went where it went: who served it, every attempt, and every route that was passed over. It is written as the call
/// goes and never read back by the router.
/// </summary>
/// <remarks>
/// <para>
/// Complete when the call is; a stream's report, reached from its first update, is completed as the stream ends.
/// Read it from one thread at a time.
/// </para>
/// <para>
/// The report of an answer is kept and stored with the answer, so it has each failure in short: its kind, scope, status, code and stated wait, and neither the exception nor a word
/// of the provider. The report of an exception has the failures in full.
/// </para>
/// </remarks>
public sealed class RoutingReport
{
    private const int Unknown = -1;

    // Most calls have one attempt, pass nobody over and are never asked about: their lists are made when they are.
    private List<RoutingAttempt>? _attempts;
    private List<RouteExclusion>? _excluded;
    private List<AnswerContinuation>? _continuations;
    private TimeSpan _servedIn = Timeout.InfiniteTimeSpan;
    private int _sends = Unknown;
    private int _estimatedTokens;
    private int _actualTokens = Unknown;

    internal RoutingReport()
    {
    }

    /// <summary>The route whose answer reached the caller; null when none did.</summary>
    public string? ServedBy { get; private set; }

    /// <summary>Every attempt, in order; the last one served if any did.</summary>
    public IReadOnlyList<RoutingAttempt> Attempts
    {
        get
        {
            if (_servedIn != Timeout.InfiniteTimeSpan)
                Add(ServedBy!, _servedIn, failure: null, _sends == Unknown ? null : _sends);
            _servedIn = Timeout.InfiniteTimeSpan;
            return _attempts ?? (IReadOnlyList<RoutingAttempt>)[];
        }
    }

    /// <summary>Every route that was passed over, with the last reason for it; those that were tried are not among them.</summary>
    public IReadOnlyList<RouteExclusion> Excluded => _excluded ?? (IReadOnlyList<RouteExclusion>)[];

    /// <summary>Where a streamed answer changed hands, in order; empty for nearly every call. See <see cref="CapacityRoutingOptions.MaxContinuations"/>.</summary>
    public IReadOnlyList<AnswerContinuation> Continuations => _continuations ?? (IReadOnlyList<AnswerContinuation>)[];

    /// <summary>How long the call waited for capacity.</summary>
    public TimeSpan Waited { get; internal set; }

    /// <summary>Input and output tokens that were reserved for the call, an output token as often as the profile's <see cref="ProviderProfile.OutputTokenWeight"/> says.</summary>
    public long EstimatedTokens => _estimatedTokens;

    /// <summary>Input and output tokens that the provider reported; null when it did not.</summary>
    public long? ActualTokens => _actualTokens == Unknown ? null : _actualTokens;

    /// <summary>A route is tried, and so no longer passed over.</summary>
    internal void Attempting(string route, long estimatedTokens)
    {
        Forget(route);
        _estimatedTokens = (int)Math.Min(estimatedTokens, int.MaxValue);
    }

    /// <summary>The last attempt served, in one piece.</summary>
    internal void Served(string route, TimeSpan duration, int? sends)
    {
        ServedBy = route;
        _servedIn = duration;
        _sends = sends ?? Unknown;
    }

    /// <summary>The last attempt serves, and may still end in a failure.</summary>
    internal RoutingAttempt Serving(string route, TimeSpan duration, int? sends)
    {
        ServedBy = route;
        return Add(route, duration, failure: null, sends);
    }

    internal void Failed(string route, TimeSpan duration, RouteFailure failure, int? sends) => Add(route, duration, failure, sends);

    /// <summary>Tokens that were reported; those of the parts of one answer add up.</summary>
    internal void Used(long? tokens)
    {
        if (tokens is { } reported)
            _actualTokens = (int)Math.Min(Math.Max(_actualTokens, 0) + reported, int.MaxValue);
    }

    internal void Continued(AnswerContinuation continuation) => (_continuations ??= new(1)).Add(continuation);

    internal void Exclude(string route, ExclusionReason reason, TimeSpan? availableIn)
    {
        _excluded ??= [];
        Forget(route);
        _excluded.Add(new(route, reason, availableIn));
    }

    /// <summary>Leaves of every failure what may travel with an answer.</summary>
    internal void Shorten()
    {
        for (int i = 0; i < _attempts?.Count; i++)
            _attempts[i].Failure = _attempts[i].Failure?.InShort();
    }

    /// <summary>A copy that has these failures, one for each attempt that failed, in the order of the attempts.</summary>
    internal RoutingReport With(IEnumerable<RouteFailure> failures)
    {
        RoutingReport copy = (RoutingReport)MemberwiseClone();
        Queue<RouteFailure> left = new(failures);
        copy._attempts = [.. Attempts.Select(attempt => attempt.With(attempt.Failure is null ? null : left.Dequeue()))];
        return copy;
    }

    private RoutingAttempt Add(string route, TimeSpan duration, RouteFailure? failure, int? sends)
    {
        RoutingAttempt attempt = new(route, duration, failure, sends);
        (_attempts ??= new(1)).Add(attempt);
        return attempt;
    }

    private void Forget(string route)
    {
        for (int i = 0; i < _excluded?.Count; i++)
            if (ReferenceEquals(_excluded[i].Route, route))
                _excluded.RemoveAt(i);
    }
}
