namespace CapacityRouting.Simulation;

/// <summary>Reads the word of a workload for the priority of a call.</summary>
internal static class CallClass
{
    /// <summary>The known classes.</summary>
    public static string Names { get; } = string.Join(", ", Enum.GetNames<RequestPriority>());

    /// <summary>Whether a class is known, or missing. Case is ignored.</summary>
    public static bool IsOne(string? word) => word is null || Find(word) is not null;

    /// <summary>The priority of the word; normal when there is none.</summary>
    public static RequestPriority Of(string? word) => word is null ? RequestPriority.Normal : Find(word) ?? throw new ArgumentOutOfRangeException(nameof(word), word, $"It must be one of {Names}.");

    /// <summary>Matches names only. A number is no class.</summary>
    private static RequestPriority? Find(string word)
    {
        foreach (RequestPriority one in Enum.GetValues<RequestPriority>())
            if (word.Equals(one.ToString(), StringComparison.OrdinalIgnoreCase))
                return one;
        return null;
    }
}
