namespace CapacityRouting.Interleavings.Seeded;

/// <summary>Typical bugs: a swap that became a write, a missing fence, two steps in the wrong order, a check that looked superfluous.</summary>
internal static partial class SeededBugs
{
    /// <summary>Set to <c>all</c> it has all of them run, as the long checks do.</summary>
    private const string Selection = "CAPACITYROUTING_SEEDED";

    /// <summary>Each by what it does wrong.</summary>
    public static IReadOnlyDictionary<string, SeededBug> All { get; } = Named([OfQueue, .. Others]);

    /// <summary>Those that run here: of the gate one of each file of the queue and one of each other part, for each is a build.</summary>
    public static IReadOnlyDictionary<string, SeededBug> Here { get; } =
        Environment.GetEnvironmentVariable(Selection) == "all" ? All : Named([OfQueue.DistinctBy(bug => bug.Value.File), .. Others.Select(bugs => bugs.Take(1))]);

    private static Dictionary<string, SeededBug>[] Others => [OfWaiting, OfGates, OfBuckets, OfWindows, OfQuotas, OfCalls, OfLearning];

    private static Dictionary<string, SeededBug> Named(IEnumerable<IEnumerable<KeyValuePair<string, SeededBug>>> parts) =>
        parts.SelectMany(bugs => bugs).ToDictionary(StringComparer.Ordinal);
}
