using CapacityRouting.Capacity;
using Polly;

namespace CapacityRouting.Routing;

/// <summary>What the settings say of a route, checked and in ticks. Immutable; a reload replaces it whole.</summary>
internal sealed class RouteTraits(RouteSettings settings, ProviderProfile profile, CapacityRoutingOptions defaults, Clock clock)
{
    private readonly HashSet<string> _tags = new(settings.Tags, StringComparer.OrdinalIgnoreCase);

    public ProviderProfile Profile { get; } = profile;

    public HeaderLimitUse HeaderLimits { get; } = defaults.HeaderLimits;

    public string? ModelId { get; } = settings.ModelId;

    public long? MaxInputTokens { get; } = settings.MaxInputTokens;

    public long MaxOutputTokens { get; } = settings.MaxOutputTokens ?? long.MaxValue;

    /// <summary>The user's own estimator; null for the built-in one.</summary>
    public ITokenEstimator? TokenEstimator { get; } = settings.TokenEstimator ?? defaults.TokenEstimator;

    public long FirstTokenTicks { get; } = clock.ToTicks(settings.FirstTokenTimeout ?? defaults.FirstTokenTimeout);

    public long IdleTicks { get; } = clock.ToTicks(settings.IdleTimeout ?? defaults.IdleTimeout);

    public long AttemptTicks { get; } = clock.ToTicks(settings.AttemptTimeout ?? defaults.AttemptTimeout);

    public ResiliencePipeline? Pipeline { get; } = settings.ResiliencePipeline;

    public bool HasTags(IReadOnlyCollection<string> wanted)
    {
        foreach (string tag in wanted)
            if (!_tags.Contains(tag))
                return false;
        return true;
    }
}
