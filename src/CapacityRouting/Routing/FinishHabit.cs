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

    private readonly object _gate = new();
    private readonly Dictionary<string, Ends> _models = new(StringComparer.Ordinal);
    private int _givesEarly;

    /// <summary>Whether a finish reason marks the end of an answer.</summary>
    public bool EndsAnswers => Atomic.VolatileRead(in _givesEarly) == 0;

    /// <summary>Notes the end of a stream, and returns whether the stream was cut off.</summary>
    /// <param name="model">The model that the answer names; null where it names none.</param>
    /// <param name="withReason">Whether the stream gave a reason.</param>
    /// <param name="isExpected">Whether the provider is known to give a reason always, so that no earlier stream has to show it.</param>
    public bool IsCut(string? model, bool withReason, bool isExpected)
    {
        lock (_gate)
        {
            Ends ends = _models.GetValueOrDefault(model ?? string.Empty);
            bool isCut = !withReason && (isExpected || ends.AreUsual);
            if (_models.Count < MostModels || _models.ContainsKey(model ?? string.Empty))
                _models[model ?? string.Empty] = ends.With(withReason);
            return isCut;
        }
    }

    /// <summary>Notes an answer that continued after its finish reason.</summary>
    public void WentOn() => Atomic.VolatileWrite(ref _givesEarly, 1);

    /// <summary>The ends of one model's streams so far.</summary>
    /// <param name="Given">The streams with a reason.</param>
    /// <param name="Runs">How often streams without one came after a stream with one.</param>
    /// <param name="Missing">The streams without one since the last with one.</param>
    private readonly record struct Ends(int Given, int Runs, int Missing)
    {
        // One reason may be an exception: some servers give one only for a cut at the length.
        private const int Proof = 2;

        // Streams with and without a reason that take turns are a habit too, and an outage is one run.
        private const int MostRuns = 3;
        private const int RarestCut = 4;

        // A server that has given none for so long has changed.
        private const int Changed = 16;

        public bool AreUsual => Given >= Proof && Missing < Changed && !(Runs >= MostRuns && Runs * RarestCut > Given);

        public Ends With(bool reason) => reason
            ? this with { Given = Missing >= Changed ? 1 : Math.Min(Given, int.MaxValue - 1) + 1, Runs = Missing >= Changed ? 0 : Runs, Missing = 0 }
            : this with { Runs = Missing == 0 && Given > 0 ? Runs + 1 : Runs, Missing = Missing + 1 };
    }
}
