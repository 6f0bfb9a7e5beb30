namespace CapacityRouting.Interleavings.Seeded;

/// <summary>Bugs as they are made: a swap that became a write, a fence that went missing, two steps in the wrong order, a look that was thought superfluous.</summary>
internal static partial class SeededBugs
{
    /// <summary>Each by what it does wrong.</summary>
    public static IReadOnlyDictionary<string, SeededBug> All { get; } =
        new[] { OfWaiting, OfGates, OfBuckets, OfWindows, OfQuotas, OfCalls, OfLearning }.SelectMany(bugs => bugs).ToDictionary(StringComparer.Ordinal);
}
