namespace CapacityRouting.Simulation.Tool.Input;

/// <summary>Reads the <c>Simulation</c> object.</summary>
internal static class SimulationReader
{
    public const string Key = "Simulation";

    private static readonly Dictionary<string, HeaderStyle> HeaderStyles = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(HeaderStyle.Full)] = HeaderStyle.Full,
        [nameof(HeaderStyle.RemainingOnly)] = HeaderStyle.RemainingOnly,
        [nameof(HeaderStyle.None)] = HeaderStyle.None,
        [nameof(HeaderStyle.Stale)] = HeaderStyle.Stale,
        [nameof(HeaderStyle.Wrong)] = HeaderStyle.Wrong,
    };

    private static readonly TimeSpan Tick = new(1);

    public static SimulationSettings Read(SettingScope simulation, IReadOnlyList<string> routes)
    {
        SimulationSettings settings = new()
        {
            CharactersPerToken = simulation.Number("CharactersPerToken", 0.1, 100) ?? 4,
            StreamShare = simulation.Number("StreamShare", 0, 1) ?? 0.5,
            Routes = RoutesOf(simulation.Object("Routes"), routes),
        };
        simulation.End();
        return settings;
    }

    private static Dictionary<string, RouteTruth> RoutesOf(SettingScope? scope, IReadOnlyList<string> routes)
    {
        Dictionary<string, RouteTruth> truths = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, SettingScope route) in scope?.Named() ?? [])
        {
            if (!routes.Contains(name, StringComparer.OrdinalIgnoreCase))
                route.Wrong($"there is no such route; there are: {string.Join(", ", routes)}.");
            truths[name] = TruthOf(route);
        }

        return truths;
    }

    private static RouteTruth TruthOf(SettingScope route)
    {
        RouteTruth truth = new()
        {
            Limits = LimitsOf(route.Object("TrueLimits")),
            Limiter = route.Choice<LimiterShape>("Limiter"),
            Grain = route.Span("Grain", TimeSpan.FromMilliseconds(1)),
            FirstToken = route.Span("FirstToken", TimeSpan.Zero),
            Jitter = route.Span("Jitter", TimeSpan.Zero),
            PerToken = route.Span("PerToken", TimeSpan.Zero),
            Headers = route.Choice("Headers", HeaderStyles),
            RetryAfter = route.Choice<RetryAfterStyle>("RetryAfter"),
            ContextWindow = (int?)route.Whole("ContextWindow", 1, int.MaxValue),
            Outages = [.. route.Objects("Outages").Select(OutageOf)],
            Neighbour = route.Number("Neighbour", 0, 1),
            InputPrice = route.Number("InputPrice", 0),
            OutputPrice = route.Number("OutputPrice", 0),
        };
        route.End();
        return truth;
    }

    private static TrueLimits LimitsOf(SettingScope? limits)
    {
        if (limits is null)
            return TrueLimits.AsConfigured;
        Dictionary<CapacityDimension, long> amounts = [];
        foreach (CapacityDimension dimension in Enum.GetValues<CapacityDimension>().Where(dimension => dimension <= CapacityDimension.TokensPerDay))
            if (limits.Whole($"{dimension}", 1) is { } amount)
                amounts[dimension] = amount;
        TrueLimits read = new(amounts, (int?)limits.Whole(nameof(CapacityLimits.MaxConcurrentRequests), 1, int.MaxValue), limits.Span(nameof(CapacityLimits.Burst), Tick));
        if (read.Burst > TimeSpan.FromMinutes(1))
            limits.Wrong($"its Burst must be at most a minute, the whole limit, is {read.Burst}.");
        limits.End();
        return read;
    }

    private static Fault OutageOf(SettingScope scope)
    {
        Fault outage = new(FaultKind.Outage)
        {
            From = scope.Span("From", TimeSpan.Zero) ?? TimeSpan.Zero,
            Until = scope.Span("Until", Tick) ?? TimeSpan.MaxValue,
        };
        scope.End();
        if (outage.Until <= outage.From)
            scope.Wrong($"ends at {outage.Until}, which is not after it begins, at {outage.From}.");
        return outage;
    }
}
