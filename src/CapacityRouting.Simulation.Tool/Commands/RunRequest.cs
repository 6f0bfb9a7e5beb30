namespace CapacityRouting.Simulation.Tool.Commands;

/// <summary>What the user asked for.</summary>
internal sealed record RunRequest
{
    /// <summary>One file of routes, or two to compare.</summary>
    public required IReadOnlyList<string> Routes { get; init; }

    public required string Workload { get; init; }

    public string? Report { get; init; }

    public string? Json { get; init; }

    public int Seed { get; init; } = 1;

    /// <summary>How many times as dense as in its file the traffic is.</summary>
    public double Speed { get; init; } = 1;
}
