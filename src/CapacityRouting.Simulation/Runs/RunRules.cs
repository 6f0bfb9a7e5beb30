using System.Globalization;

namespace CapacityRouting.Simulation;

/// <summary>The rules for the settings of a run and of its providers. Every error is reported, with the setting and its value.</summary>
internal static class RunRules
{
    public static void Check(RunSettings settings)
    {
        List<string> errors = [];
        if (settings.Providers.Count == 0)
            errors.Add($"{nameof(settings.Providers)}: a run needs at least one provider.");
        NotNegative(errors, nameof(settings.Patience), settings.Patience);
        Share(errors, nameof(settings.StreamShare), settings.StreamShare);
        Positive(errors, nameof(settings.CharactersPerToken), settings.CharactersPerToken);
        NotNegative(errors, nameof(settings.CharactersSpread), settings.CharactersSpread);
        if (settings.SampleEvery <= TimeSpan.Zero)
            errors.Add($"{nameof(settings.SampleEvery)}: must be more than zero, is {settings.SampleEvery}.");
        CheckNames(settings.Providers, errors);
        foreach (string? word in settings.Workload.Calls.Select(call => call.Class).Distinct(StringComparer.OrdinalIgnoreCase).Where(word => !CallClass.IsOne(word)))
            errors.Add($"{nameof(settings.Workload)}:{nameof(SimulatedCall.Class)}: must be one of {CallClass.Names}, in any case, is '{word}'.");
        foreach (ProviderSettings provider in settings.Providers)
            Check(provider, errors);
        Throw(errors, nameof(settings));
    }

    public static void Check(IReadOnlyList<ProviderSettings> providers)
    {
        List<string> errors = [];
        CheckNames(providers, errors);
        foreach (ProviderSettings provider in providers)
            Check(provider, errors);
        Throw(errors, nameof(providers));
    }

    public static void Check(ProviderSettings provider)
    {
        List<string> errors = [];
        Check(provider, errors);
        Throw(errors, nameof(provider));
    }

    private static void CheckNames(IEnumerable<ProviderSettings> providers, List<string> errors)
    {
        foreach (IGrouping<string, ProviderSettings> same in providers.GroupBy(provider => provider.Name, StringComparer.Ordinal).Where(same => same.Count() > 1))
            errors.Add($"{same.Key}: {same.Count()} providers have this name; names must be unique.");
    }

    private static void Check(ProviderSettings provider, List<string> errors)
    {
        string path = provider.Name;
        if (string.IsNullOrWhiteSpace(path))
            errors.Add($"{nameof(provider.Name)}: a provider has no name.");
        AtLeastOne(errors, $"{path}:{nameof(provider.MaxConcurrentRequests)}", provider.MaxConcurrentRequests);
        AtLeastOne(errors, $"{path}:{nameof(provider.ContextWindow)}", provider.ContextWindow);
        foreach (ProviderLimit limit in provider.Limits)
            Check(limit, $"{path}:{limit.Dimension}", errors);
        LatencyModel latency = provider.Latency;
        foreach ((string name, TimeSpan span) in new[] { (nameof(latency.FirstToken), latency.FirstToken), (nameof(latency.Jitter), latency.Jitter), (nameof(latency.PerToken), latency.PerToken), (nameof(latency.Refusal), latency.Refusal) })
            NotNegative(errors, $"{path}:{name}", span);
        foreach (Fault fault in provider.Faults)
            Check(fault, $"{path}:{fault.Kind}", errors);
        foreach (Neighbour neighbour in provider.Neighbours)
            Check(neighbour, $"{path}:{nameof(Neighbour)}", errors);
        foreach (LimitChange change in provider.Changes)
            Positive(errors, $"{path}:{nameof(LimitChange)}:{nameof(change.Factor)}", change.Factor);
        CheckShards(provider, path, errors);
        NotNegative(errors, $"{path}:{nameof(HeaderStyle.Lag)}", provider.Headers.Lag);
        Positive(errors, $"{path}:{nameof(HeaderStyle.Factor)}", provider.Headers.Factor);
        Positive(errors, $"{path}:{nameof(HeaderStyle.RemainingFactor)}", provider.Headers.RemainingFactor ?? 1);
        NotNegative(errors, $"{path}:{nameof(TokenPrices.Input)}", provider.Prices.Input);
        NotNegative(errors, $"{path}:{nameof(TokenPrices.Output)}", provider.Prices.Output);
    }

    private static void Check(ProviderLimit limit, string path, List<string> errors)
    {
        AtLeastOne(errors, path, limit.Amount);
        if (limit.Burst < TimeSpan.Zero)
            errors.Add($"{path}:{nameof(limit.Burst)}: must not be negative, is {limit.Burst}.");
        if (limit.Grain <= TimeSpan.Zero || limit.Grain > limit.Window)
            errors.Add($"{path}:{nameof(limit.Grain)}: must be more than zero and at most the window, is {limit.Grain}.");
    }

    private static void Check(Fault fault, string path, List<string> errors)
    {
        Share(errors, $"{path}:{nameof(fault.Share)}", fault.Share);
        Positive(errors, $"{path}:{nameof(fault.Slowness)}", fault.Slowness);
        AtLeastOne(errors, $"{path}:{nameof(fault.EveryNth)}", fault.EveryNth);
        NotNegative(errors, $"{path}:{nameof(fault.Wait)}", fault.Wait ?? TimeSpan.Zero);
        NotNegative(errors, $"{path}:{nameof(fault.Silence)}", fault.Silence);
        if (fault.Until < fault.From)
            errors.Add($"{path}: it ends at {fault.Until}, before it begins at {fault.From}.");
    }

    private static void Check(Neighbour neighbour, string path, List<string> errors)
    {
        NotNegative(errors, $"{path}:{nameof(neighbour.Share)}", neighbour.Share);
        Share(errors, $"{path}:{nameof(neighbour.ActivePart)}", neighbour.ActivePart);
    }

    private static void CheckShards(ProviderSettings provider, string path, List<string> errors)
    {
        foreach (double part in provider.Shards)
            Positive(errors, $"{path}:{nameof(provider.Shards)}", part);
        if (provider.Shards.Count > 0 && provider.MaxConcurrentRequests is not null)
            errors.Add($"{path}:{nameof(provider.Shards)}: calls under way are not counted by shards; set no {nameof(provider.MaxConcurrentRequests)}.");
    }

    private static void AtLeastOne(List<string> errors, string path, long? value)
    {
        if (value < 1)
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"{path}: must be at least 1, is {value}."));
    }

    private static void Share(List<string> errors, string path, double value)
    {
        if (!(value >= 0 && value <= 1))
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"{path}: must be from 0 to 1, is {value}."));
    }

    private static void Positive(List<string> errors, string path, double value)
    {
        if (!(value > 0 && double.IsFinite(value)))
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"{path}: must be more than zero, is {value}."));
    }

    private static void NotNegative(List<string> errors, string path, double value)
    {
        if (!(value >= 0 && double.IsFinite(value)))
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"{path}: must not be negative, is {value}."));
    }

    private static void NotNegative(List<string> errors, string path, TimeSpan value)
    {
        if (value < TimeSpan.Zero)
            errors.Add($"{path}: must not be negative, is {value}.");
    }

    private static void Throw(List<string> errors, string parameter)
    {
        if (errors.Count > 0)
            throw new ArgumentException(string.Join(Environment.NewLine, errors), parameter);
    }
}
