using CapacityRouting.Capacity.Limits;
using CapacityRouting.Estimation;
using CapacityRouting.Time;
using Polly;

namespace CapacityRouting.Routing;

/// <summary>The settings of a route, checked and in ticks. Immutable; a reload replaces it as a whole.</summary>
internal sealed class RouteTraits(RouteSettings settings, ProviderProfile profile, CapacityRoutingOptions defaults, Clock clock)
{
    private readonly HashSet<string> _tags = new(settings.Tags, StringComparer.OrdinalIgnoreCase);

    public ProviderProfile Profile { get; } = profile;

    public HeaderLimitUse HeaderLimits { get; } = defaults.HeaderLimits;

    public string? ModelId { get; } = settings.ModelId;

    public long? MaxInputTokens { get; } = settings.MaxInputTokens;

    public long MaxOutputTokens { get; } = settings.MaxOutputTokens ?? long.MaxValue;

    /// <summary>The prices of tokens; null when the settings have none.</summary>
    public TokenCost? Cost { get; } = settings.Prices is { } prices ? new(prices) : null;

    /// <summary>The prices of the deployment that serves what the route's own cannot take.</summary>
    public TokenCost? SpilloverCost { get; } = (settings.SpilloverPrices ?? settings.Prices) is { } spilled ? new(spilled) : null;

    public RouteTimes Timeouts { get; } = new(settings, defaults, clock);

    public ResiliencePipeline? Pipeline { get; } = settings.ResiliencePipeline;

    /// <summary>
    /// The units with their expected cost. The likely output counts, as providers do not bill <c>max_tokens</c>; the cache counts as empty, as its hits are
    /// unknown in advance.
    /// </summary>
    public CapacityUnits Priced(CapacityUnits units, long likelyOutput) =>
        Cost is null ? units : units with { Cost = Cost.Of(units.InputTokens, cached: 0, Math.Max(0, likelyOutput)) };

    public IReadOnlyCollection<string> Tags => _tags;

    public bool HasTags(IReadOnlyCollection<string> wanted)
    {
        foreach (string tag in wanted)
            if (!_tags.Contains(tag))
                return false;
        return true;
    }
}
