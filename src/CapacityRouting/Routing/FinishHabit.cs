using CapacityRouting.Atomics;

namespace CapacityRouting.Routing;

/// <summary>
/// Learns how the models of a route end their streams. A stream without a finish reason was cut off, however cleanly it ended, where the model usually gives one or the provider is known to.
/// A reason proves an answer complete, unless the route also sends reasons in the middle. A mark of the end on the wire decides before any habit.
/// </summary>
/// <remarks>Thread-safe. The lock is taken once a stream, at its end.</remarks>
internal sealed class FinishHabit
{
    // A gateway serves a handful of models under one name.
    private const int MostModels = 16;

    // One reason may be an exception: some servers give one only for a cut at the length.
    private const int Proof = 2;

    private readonly object _gate = new();
    private readonly Dictionary<string, int> _reasons = new(StringComparer.Ordinal);
    private int _givesEarly;

    /// <summary>Whether a finish reason marks the end of an answer.</summary>
    public bool EndsAnswers => Atomic.VolatileRead(in _givesEarly) == 0;

    /// <summary>Notes the end of a stream, and returns whether the stream was cut off.</summary>
    /// <param name="model">The model that the answer names; null where it names none.</param>
    /// <param name="withReason">Whether the stream gave a reason.</param>
    /// <param name="isExpected">Whether the provider is known to give a reason always, so that no earlier stream has to show it.</param>
    public bool IsCut(string? model, bool withReason, bool isExpected)
    {
        string name = model ?? string.Empty;
        lock (_gate)
        {
            int given = _reasons.GetValueOrDefault(name);
            if (!withReason)
                return isExpected || given >= Proof;
            if (given < Proof && (given > 0 || _reasons.Count < MostModels))
                _reasons[name] = given + 1;
            return false;
        }
    }

    /// <summary>Notes an answer that continued after its finish reason.</summary>
    public void WentOn() => Atomic.VolatileWrite(ref _givesEarly, 1);
}
