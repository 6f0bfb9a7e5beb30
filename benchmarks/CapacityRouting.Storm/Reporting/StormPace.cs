namespace CapacityRouting.Storm.Reporting;

/// <summary>
/// How fast callers came for the calls of one storm, tenth by tenth: what grows slower as it runs shows in the last. Thread-safe.
/// </summary>
/// <param name="calls">How many there are.</param>
/// <param name="callers">How many callers take them. Their first calls are left out: before those no caller is at work, and after the last ones are taken not all are.</param>
internal sealed class StormPace(int calls, int callers)
{
    private const int Parts = 10;

    private readonly long[] _ends = new long[Parts + 1];
    private readonly int _part = Math.Max(1, (calls - callers - 1) / Parts);

    /// <summary>Calls per second, tenth by tenth; zero where there are too few to tell.</summary>
    public IReadOnlyList<double> Tenths => [.. Enumerable.Range(0, Parts).Select(CallsPerSecond)];

    /// <summary>A caller comes for a call.</summary>
    /// <param name="index">Its place, from zero.</param>
    public void Taken(int index)
    {
        int later = index - callers;
        if (later >= 0 && later % _part == 0 && later / _part <= Parts)
            Volatile.Write(ref _ends[later / _part], TimeProvider.System.GetTimestamp());
    }

    private double CallsPerSecond(int part) =>
        _ends[part + 1] == 0 ? 0 : _part / TimeProvider.System.GetElapsedTime(_ends[part], _ends[part + 1]).TotalSeconds;
}
