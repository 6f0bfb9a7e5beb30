namespace CapacityRouting.Tests.Tools;

/// <summary>How much of a test runs that has many cases. The gate runs a part of them, and the long checks (<c>.ci/long</c>) run all.</summary>
internal static class Extent
{
    /// <summary>Whether these are the long checks.</summary>
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("CAPACITYROUTING_LONG") == "1";

    /// <summary>A tenth of so many cases, or all of them in the long checks.</summary>
    public static int Of(int cases) => IsLong ? cases : cases / 10;
}
