namespace QuickStart.Load;

/// <summary>What one route did in a run.</summary>
internal sealed record RouteSummary
{
    /// <summary>Calls whose answer came from this route.</summary>
    public required int Served { get; init; }

    /// <summary>Calls refused by the service's limits: 429s.</summary>
    public required int Refused { get; init; }

    /// <summary>Attempts that failed in any other way: an overloaded service, a broken connection.</summary>
    public required int OtherFailures { get; init; }
}
