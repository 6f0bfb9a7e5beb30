using CapacityRouting.Simulation.Tool.Input;

namespace CapacityRouting.Simulation.Tool.Runs;

/// <summary>Finds routes that not even the smallest request of a workload fits. In a simulation they would only serve nothing.</summary>
internal sealed class FittingRequests
{
    // The estimate of characters per token with which routers and providers admit requests.
    private const double EstimatedCharactersPerToken = 4;

    private readonly string _workload;
    private readonly long _leastInput;
    private readonly long _leastEstimate;
    private readonly long _leastReserved;
    private readonly long _leastReservedOutput;

    private FittingRequests(Workload workload, double charactersPerToken)
    {
        double estimated = Math.Min(1, charactersPerToken / EstimatedCharactersPerToken);
        _workload = workload.Name;
        _leastInput = workload.Calls.Min(call => call.InputTokens);
        _leastEstimate = (long)(_leastInput * estimated);
        _leastReservedOutput = workload.Calls.Min(call => call.MaxOutputTokens ?? 0);
        _leastReserved = workload.Calls.Min(call => (long)(call.InputTokens * estimated) + (call.MaxOutputTokens ?? 0));
    }

    public static void Check(RoutesFile file, Workload workload, InputErrors errors)
    {
        FittingRequests smallest = new(workload, file.Simulation.CharactersPerToken);
        foreach ((RouteSnapshot route, ProviderSettings provider) in file.Routes.Zip(RouteProvider.AllOf(file)))
            if ((smallest.ObstacleOn(route) ?? smallest.ObstacleAt(provider)) is { } obstacle)
                errors.Add(file.Path, file.Section.Find($"Routes:{route.Name}")?.Line ?? file.Section.Line, $"Routes:{route.Name}: no request fits: {obstacle}");
    }

    private string? ObstacleOn(RouteSnapshot route)
    {
        if (route.Window < _leastEstimate)
            return Told("MaxInputTokens", route.Window.Value, _leastEstimate, "input tokens");
        BucketSnapshot? narrow = route.Buckets.FirstOrDefault(bucket => CountsInput(bucket.Dimension) && bucket.Limit < _leastEstimate);
        return narrow is null ? null : Told($"{narrow.Dimension}", (long)narrow.Limit, _leastEstimate, "input tokens");
    }

    private string? ObstacleAt(ProviderSettings provider)
    {
        if (provider.ContextWindow < _leastInput)
            return Told("ContextWindow", provider.ContextWindow.Value, _leastInput, "input tokens");
        ProviderLimit? narrow = provider.Limits.FirstOrDefault(limit => MostAtOnce(limit) < LeastOf(limit.Dimension, provider.Charge));
        return narrow is null ? null : Told($"true {narrow.Dimension}", (long)MostAtOnce(narrow), LeastOf(narrow.Dimension, provider.Charge), "tokens to be admitted");
    }

    /// <summary>The largest request that a limit can admit.</summary>
    private static double MostAtOnce(ProviderLimit limit) => limit.Shape switch
    {
        LimiterShape.Utilization => double.MaxValue,
        LimiterShape.Continuous => limit.Amount * ((limit.Burst ?? limit.Window) / limit.Window),
        _ => limit.Amount,
    };

    /// <summary>The smallest request's charge at admission.</summary>
    private long LeastOf(CapacityDimension dimension, ChargeRule charge) => dimension switch
    {
        CapacityDimension.InputTokensPerMinute => _leastEstimate,
        CapacityDimension.OutputTokensPerMinute => charge.ReservesMaxOutput ? _leastReservedOutput : 0,
        _ when CountsInput(dimension) => charge.ReservesMaxOutput ? _leastReserved : _leastEstimate,
        _ => 1,
    };

    private static bool CountsInput(CapacityDimension dimension) => dimension
        is CapacityDimension.InputTokensPerMinute or CapacityDimension.TokensPerMinute or CapacityDimension.TokensPerHour or CapacityDimension.TokensPerDay;

    private string Told(string setting, long limit, long least, string unit) => $"its {setting} is {limit}, and the smallest request of '{_workload}' has {least} {unit}.";
}
