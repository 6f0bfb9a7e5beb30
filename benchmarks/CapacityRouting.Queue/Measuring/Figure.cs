using CapacityRouting.Queue.Running;

namespace CapacityRouting.Queue.Measuring;

/// <summary>One question about the queue: the cells that are measured and the lines of the table that they make.</summary>
internal abstract class Figure(BenchmarkSettings settings)
{
    /// <summary>How the command line calls it.</summary>
    public abstract string Name { get; }

    /// <summary>How the record calls it.</summary>
    public abstract string Title { get; }

    /// <summary>The names of its cells, in the order in which they are prepared and measured.</summary>
    public abstract IReadOnlyList<string> Cells { get; }

    /// <summary>How often each cell is measured.</summary>
    public virtual int Rounds => 1;

    protected BenchmarkSettings Settings => settings;

    /// <summary>Prepares a cell.</summary>
    /// <exception cref="TooSlowException">The preparation took longer than it may.</exception>
    public abstract Task<ICell> OpenAsync(string cell);

    /// <summary>The lines of the table, in their order.</summary>
    public abstract IEnumerable<Line> Lines();
}
