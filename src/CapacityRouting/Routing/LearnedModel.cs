using CapacityRouting.Atomics;
using CapacityRouting.Time;

namespace CapacityRouting.Routing;

/// <summary>What a route's answers and refusals have shown of its model.</summary>
internal sealed class LearnedModel(Clock clock)
{
    private const int Unknown = 0;
    private const int Observed = 1;
    private const int Unobserved = 2;

    private int _observed;

    /// <summary>How it ends its streams.</summary>
    public FinishHabit Finish { get; } = new();

    /// <summary>The capabilities that it lacks.</summary>
    public MissingCapabilities Missing { get; } = new(clock);

    /// <summary>Whether its traffic is observed on the wire; null until an answer has come.</summary>
    public bool? IsObserved => Atomic.VolatileRead(in _observed) is var seen and not Unknown ? seen == Observed : null;

    /// <summary>Notes whether an answer was observed. Once one was, the route is observed.</summary>
    /// <returns>Whether it is the first answer, and was not observed.</returns>
    public bool Answered(bool isObserved) =>
        Atomic.VolatileRead(in _observed) is var before && before != Observed && (isObserved || before == Unknown)
        && Atomic.Exchange(ref _observed, isObserved ? Observed : Unobserved) == Unknown && !isObserved;

    public IReadOnlyList<MissingCapability> MissingAt(long now) => Missing.At(now);
}
