namespace CapacityRouting.Queue.Measuring;

/// <summary>A cell that is one method.</summary>
internal sealed class Cell(Func<Task<Dictionary<string, double>>> measure) : ICell
{
    /// <summary>A cell in virtual time or on this thread.</summary>
    public static ICell Of(Func<Dictionary<string, double>> measure) => new Cell(() => Task.FromResult(measure()));

    public Task<Dictionary<string, double>> MeasureAsync() => measure();
}
