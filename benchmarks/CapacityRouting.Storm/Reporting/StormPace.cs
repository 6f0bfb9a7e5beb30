namespace CapacityRouting.Storm.Reporting;

/// <summary>How fast the calls of one storm were through, tenth by tenth: what grows slower as it runs shows in the last. Thread-safe.</summary>
/// <param name="calls">How many there are.</param>
internal sealed class StormPace(int calls)
{
    private const int Parts = 10;

    private readonly long[] _ends = new long[Parts + 1];
    private readonly int _part = Math.Max(1, calls / Parts);
    private int _through;

    /// <summary>Calls per second in the first tenth; zero where there are too few to tell.</summary>
    public double First => CallsPerSecond(0);

    /// <summary>Calls per second in the last tenth.</summary>
    public double Last => CallsPerSecond(Parts - 1);

    public void Begin() => _ends[0] = TimeProvider.System.GetTimestamp();

    /// <summary>A call is through.</summary>
    public void Count()
    {
        int through = Interlocked.Increment(ref _through);
        if (through % _part == 0 && through / _part <= Parts)
            Volatile.Write(ref _ends[through / _part], TimeProvider.System.GetTimestamp());
    }

    private double CallsPerSecond(int part) =>
        _ends[part + 1] == 0 ? 0 : _part / TimeProvider.System.GetElapsedTime(_ends[part], _ends[part + 1]).TotalSeconds;
}
