namespace CapacityRouting.Simulation.Tool.Figures;

/// <summary>The figures of one route in a run.</summary>
internal sealed record RouteFigures
{
    public required string Name { get; init; }

    /// <summary>Calls that the route answered.</summary>
    public required int Served { get; init; }

    /// <summary>The share of all served calls that the route answered.</summary>
    public required double Share { get; init; }

    /// <summary>Requests that a limit of the route's provider refused: 429s.</summary>
    public required int RateLimited { get; init; }

    /// <summary>Requests that failed for any other reason.</summary>
    public required int OtherFailures { get; init; }

    /// <summary>The most requests that were under way at once.</summary>
    public required int PeakInFlight { get; init; }

    /// <summary>Input and output tokens of the calls that the route answered.</summary>
    public required long Tokens { get; init; }

    /// <summary>The price of those tokens.</summary>
    public required double Cost { get; init; }

    public static IReadOnlyList<RouteFigures> AllOf(RunResult run)
    {
        int served = run.Calls.Count(call => call.Outcome == CallOutcome.Served);
        ILookup<string, ProviderVisit> visits = run.Visits.ToLookup(visit => visit.Provider, StringComparer.Ordinal);
        ILookup<string?, SimulatedCall> calls = run.Calls.Where(call => call.Outcome == CallOutcome.Served).ToLookup(call => call.ServedBy, call => call.Call, StringComparer.Ordinal);
        return [.. run.Providers.Select(provider => Of(provider, [.. visits[provider.Name]], [.. calls[provider.Name]], served))];
    }

    private static RouteFigures Of(ProviderSettings provider, ProviderVisit[] visits, SimulatedCall[] calls, int served)
    {
        int rateLimited = visits.Count(visit => visit.End == VisitEnd.RateLimited);
        return new()
        {
            Name = provider.Name,
            Served = calls.Length,
            Share = served == 0 ? 0 : (double)calls.Length / served,
            RateLimited = rateLimited,
            OtherFailures = visits.Count(visit => visit.End != VisitEnd.Answered) - rateLimited,
            PeakInFlight = PeakOf(visits),
            Tokens = calls.Sum(call => (long)call.InputTokens + call.OutputTokens),
            Cost = calls.Sum(call => provider.Prices.Of(call.InputTokens, call.OutputTokens)),
        };
    }

    /// <summary>The most concurrent requests. A request that ends when another one begins is not concurrent with it.</summary>
    private static int PeakOf(IEnumerable<ProviderVisit> visits)
    {
        int underWay = 0;
        int peak = 0;
        IEnumerable<(TimeSpan At, int Change)> changes = visits
            .Where(visit => visit.End is not (VisitEnd.RateLimited or VisitEnd.Unavailable or VisitEnd.TooLong))
            .SelectMany(visit => new[] { (visit.At, 1), (visit.End == VisitEnd.None ? TimeSpan.MaxValue : visit.EndedAt, -1) })
            .Order();
        foreach ((TimeSpan _, int change) in changes)
            peak = Math.Max(peak, underWay += change);
        return peak;
    }
}
