namespace CapacityRouting.Storm.Reporting;

/// <summary>What one kind of storm came to.</summary>
/// <param name="Over">What it went over.</param>
/// <param name="Tally">What was counted.</param>
/// <param name="CallsPerSecond">Calls per second of real time, the checks among it.</param>
internal sealed record StormFigures(string Over, StormTally Tally, double CallsPerSecond)
{
    public static async Task<StormFigures> MeasureAsync(string over, Func<Task<StormTally>> storm)
    {
        long start = TimeProvider.System.GetTimestamp();
        StormTally tally = await storm();
        return new(over, tally, tally.Calls / TimeProvider.System.GetElapsedTime(start).TotalSeconds);
    }
}
