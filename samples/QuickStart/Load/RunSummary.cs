namespace QuickStart.Load;

/// <summary>The figures of a finished run, as <c>--json</c> prints them.</summary>
internal sealed record RunSummary
{
    public required int Calls { get; init; }

    public required int Served { get; init; }

    public required int Failed { get; init; }

    /// <summary>Attempts that failed and were followed by another one.</summary>
    public required int Failovers { get; init; }

    /// <summary>Calls that a service refused for its limits, as the services counted them.</summary>
    public required int Upstream429s { get; init; }

    /// <summary>Calls that waited because no route had room.</summary>
    public required int WaitedCalls { get; init; }

    public required double P99WaitMs { get; init; }

    /// <summary>Null with <c>--live</c>: the capacity of a real service is unknown.</summary>
    public required double? PreferredShareOfAllowed { get; init; }

    /// <summary>Empty with <c>--live</c>.</summary>
    public required IReadOnlyDictionary<string, InFlightPeak> InFlightPeaks { get; init; }

    public required IReadOnlyDictionary<string, RouteSummary> PerRoute { get; init; }
}
