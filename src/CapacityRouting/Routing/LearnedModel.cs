using CapacityRouting.Time;

namespace CapacityRouting.Routing;

/// <summary>What a route's answers and refusals have shown of its model.</summary>
internal sealed class LearnedModel(Clock clock)
{
    /// <summary>How it ends its streams.</summary>
    public FinishHabit Finish { get; } = new();

    /// <summary>The capabilities that it lacks.</summary>
    public MissingCapabilities Missing { get; } = new(clock);

    public IReadOnlyList<MissingCapability> MissingAt(long now) => Missing.At(now);
}
