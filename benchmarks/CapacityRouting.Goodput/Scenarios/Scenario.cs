namespace CapacityRouting.Goodput.Scenarios;

/// <summary>One situation that routers are put into, with another draw of chance for each seed.</summary>
/// <param name="Id">Its name.</param>
/// <param name="About">What happens in it, in a sentence.</param>
/// <param name="Draw">Makes it for a seed.</param>
internal sealed record Scenario(string Id, string About, Func<int, Situation> Draw)
{
    /// <summary>Whether it takes too long for the test that finds out when figures fall: only the long checks run it there.</summary>
    public bool IsLong { get; init; }

    /// <summary>The most seeds that rivals run. A scenario with many thousand calls is about our router, and tells rivals apart by a few.</summary>
    public int RivalSeeds { get; init; } = int.MaxValue;
}
