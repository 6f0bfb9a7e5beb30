namespace CapacityRouting.Simulation.Tests.Traffic;

/// <summary>Mean and coefficient of variation of a sample.</summary>
internal sealed class Moments
{
    public Moments(IEnumerable<double> sample)
    {
        double[] values = [.. sample];
        Mean = values.Average();
        Cv = Math.Sqrt(values.Average(value => (value - Mean) * (value - Mean))) / Mean;
    }

    public double Mean { get; }

    public double Cv { get; }

    public static Moments OfGaps(Workload workload) =>
        new(workload.Calls.Zip(workload.Calls.Skip(1), (call, next) => (next.At - call.At).TotalSeconds));
}
