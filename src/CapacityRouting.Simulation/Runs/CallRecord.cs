namespace CapacityRouting.Simulation;

/// <summary>The outcome of one call of a workload.</summary>
/// <remarks>Not thread-safe while its run goes on. After the run it is immutable, and so safe to share.</remarks>
public sealed class CallRecord
{
    internal CallRecord(int number, SimulatedCall call, bool isStream)
    {
        Number = number;
        Call = call;
        IsStream = isStream;
    }

    /// <summary>Its number in the workload, from zero.</summary>
    public int Number { get; }

    /// <summary>The call.</summary>
    public SimulatedCall Call { get; }

    /// <summary>Whether its answer was streamed.</summary>
    public bool IsStream { get; }

    /// <summary>How it ended.</summary>
    public CallOutcome Outcome { get; internal set; }

    /// <summary>Outcomes that it had: 1, or something is wrong.</summary>
    public int Outcomes { get; internal set; }

    /// <summary>When it was sent, since the start of the run: its <see cref="SimulatedCall.At"/>, or a little later over real time.</summary>
    public TimeSpan SentAt { get; internal set; }

    /// <summary>When it ended.</summary>
    public TimeSpan EndedAt { get; internal set; }

    /// <summary>When the first content of its answer arrived; null when none did. Of an answer in one piece, when it ended.</summary>
    public TimeSpan? FirstContentAt { get; internal set; }

    /// <summary>The provider that answered it; null when none did.</summary>
    public string? ServedBy { get; internal set; }

    /// <summary>How long it took from being sent to reaching the provider that answered it: waits, and attempts that failed before.</summary>
    public TimeSpan AddedWait { get; internal set; }

    /// <summary>Tokens that the router reserved for it; null when it says nothing of that.</summary>
    public long? EstimatedTokens { get; internal set; }

    /// <summary>Tokens of the request and its answer, as the caller was told; null without an answer.</summary>
    public long? ActualTokens { get; internal set; }

    /// <summary>Why it was refused or failed, as the type of the exception; null when it was served.</summary>
    public string? Error { get; internal set; }
}
