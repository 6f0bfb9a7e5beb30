using CapacityRouting.Capacity;

namespace CapacityRouting.Attempts;

/// <summary>
/// What a stream says of its route, told once: at its end, or, as a probe, when it has flowed for long enough. A failure after that is told all the same.
/// </summary>
internal struct StreamVerdict(in AttemptStart start)
{
    // An answer may take minutes. A probe that has flowed for so long has found out, and does not keep others waiting for its last word.
    private static readonly TimeSpan ProofOfFlow = TimeSpan.FromSeconds(5);

    private readonly long _provenAt = start.IsProbe ? start.Recorder.Clock.Now + start.Recorder.Clock.ToTicks(ProofOfFlow) : Clock.Never;
    private bool _isTold;

    /// <summary>An update has come. The clock is read for probes only.</summary>
    public void Flows(in AttemptStart start)
    {
        if (_provenAt < Clock.Never && !_isTold && start.Recorder.Clock.Now >= _provenAt)
            IsWell(start);
    }

    public void IsWell(in AttemptStart start)
    {
        if (_isTold)
            return;
        _isTold = true;
        start.Recorder.Healthy(start, start.Recorder.Clock.Now);
    }

    public void Breaks(in AttemptStart start, RouteFailure failure)
    {
        _isTold = true;
        start.Recorder.Unhealthy(start, failure, start.Recorder.Clock.Now);
    }

    /// <summary>The caller leaves before the end. Who has the whole answer has seen the route well; else a probe never found out.</summary>
    public void IsLeft(in AttemptStart start, bool isWhole, long now)
    {
        if (isWhole)
            IsWell(start);
        else if (start.IsProbe && !_isTold)
            start.Route.Undecided(start.StartedAt, now);
        _isTold = true;
    }
}
