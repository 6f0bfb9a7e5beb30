namespace CapacityRouting.Simulation.Tool.Commands;

/// <summary>The user's request.</summary>
internal sealed record RunRequest
{
    /// <summary>One file of routes, or two to compare.</summary>
    public required IReadOnlyList<string> Routes { get; init; }

    public required string Workload { get; init; }

    public string? Report { get; init; }

    public string? Json { get; init; }

    public int Seed { get; init; } = 1;

    /// <summary>The factor on the density of the file's traffic.</summary>
    public double Speed { get; init; } = 1;
}
