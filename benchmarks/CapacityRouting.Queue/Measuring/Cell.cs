namespace CapacityRouting.Queue.Measuring;

/// <summary>A cell that is one method.</summary>
internal sealed class Cell : ICell
{
    private readonly Func<Task<Dictionary<string, double>>> _measure;

    private Cell(Func<Task<Dictionary<string, double>>> measure) => _measure = measure;

    /// <summary>A cell in virtual time or on this thread.</summary>
    public static ICell Of(Func<Dictionary<string, double>> measure) => new Cell(() => Task.FromResult(measure()));

    /// <summary>A cell in real time.</summary>
    public static ICell Of(Func<Task<Dictionary<string, double>>> measure) => new Cell(measure);

    public Task<Dictionary<string, double>> MeasureAsync() => _measure();
}
