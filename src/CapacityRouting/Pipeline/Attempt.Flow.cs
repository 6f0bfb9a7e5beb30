using CapacityRouting.Time;

namespace CapacityRouting.Pipeline;

/// <summary>The attempt while its answer flows: what its first content and its progress tell of the route.</summary>
internal sealed partial class Attempt
{
    // An answer may take minutes. A probe that has streamed for so long has passed; the other calls need not wait for its end. CircuitBreakerSettings says so.
    private static readonly TimeSpan ProofOfFlow = TimeSpan.FromSeconds(5);

    private long _provenAt = Clock.Never;

    /// <summary>Whether its answer is held back until it has flowed for a while or ended: it probes a route whose answers broke off after they had begun.</summary>
    public bool IsHeldBack => IsProbe && Route.BreaksAnswers;

    /// <summary>Whether content of its answer has come.</summary>
    public bool HasAnswered { get; private set; }

    /// <summary>Holds the answer back, whose content has begun to come.</summary>
    /// <returns>When it has flowed for long enough.</returns>
    public long HoldBack()
    {
        AnswerBegins(Clock.Now);
        return _provenAt;
    }

    /// <summary>Notes progress of the answer. The clock is read for probes only.</summary>
    public void Progress()
    {
        if (_provenAt < Clock.Never && !_hasVerdict && Clock.Now >= _provenAt)
            TellHealthy(Clock.Now);
    }

    /// <summary>An answer that was held back has begun before.</summary>
    private void AnswerBegins(long now)
    {
        AnswerCame(now);
        if (IsProbe && !HasAnswered)
            _provenAt = now + Clock.ToTicks(ProofOfFlow);
        HasAnswered = true;
    }
}
