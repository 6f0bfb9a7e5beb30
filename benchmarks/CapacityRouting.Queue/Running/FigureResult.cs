using CapacityRouting.Queue.Measuring;

namespace CapacityRouting.Queue.Running;

/// <summary>What one figure came to.</summary>
/// <param name="Figure">The figure.</param>
/// <param name="Before">At the older commit; null when none was named.</param>
internal sealed record FigureResult(Figure Figure, Readings? Before)
{
    public Readings Now { get; } = new();

    /// <summary>What went wrong as it was measured.</summary>
    public List<string> Errors { get; } = [];
}
