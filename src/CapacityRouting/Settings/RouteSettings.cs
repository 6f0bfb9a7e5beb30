using CapacityRouting.Settings;
using Polly;

namespace CapacityRouting;

/// <summary>
/// The limits and traits of one route. Everything is optional; what is null is taken from <see cref="CapacityRoutingOptions"/>
/// or not limited at all.
/// </summary>
/// <remarks>Not thread-safe while it is filled in; a client copies what it needs when it is made, and later changes have no effect on it.</remarks>
public class RouteSettings
{
    /// <summary>What the route's own account lets through. Default: unlimited. With a <see cref="Quota"/> as well, both hold: these for the route alone, the quota for all that share it.</summary>
    public CapacityLimits? Limits { get; set; }

    /// <summary>The quota it shares with other routes. Default: one of its own, with <see cref="Limits"/>.</summary>
    public CapacityQuota? Quota { get; set; }

    /// <summary>
    /// How its provider announces and charges capacity. Default: told by the client's <c>ChatClientMetadata</c>, its host first and then its
    /// provider's name; <see cref="RouteSnapshot.Provider"/> shows the choice.
    /// </summary>
    public ProviderProfile? Profile { get; set; }

    /// <summary>The model asked for on this route; it wins over the caller's <c>ChatOptions.ModelId</c>. Default: the caller's.</summary>
    public string? ModelId { get; set; }

    /// <summary>
    /// The longest input, in tokens, that the model takes: at least 1. Longer requests skip the route, and refusals teach it no other window. Default: unknown; learned
    /// from refusals, for an hour each.
    /// </summary>
    public int? MaxInputTokens { get; set; }

    /// <summary>The most tokens that the model writes: at least 1. It bounds what is reserved for an answer. Default: unknown.</summary>
    public int? MaxOutputTokens { get; set; }

    /// <summary>
    /// Estimates the input tokens of requests to this route, since tokenizers differ between models. Set in code only. Default:
    /// <see cref="CapacityRoutingOptions.TokenEstimator"/>.
    /// </summary>
    public ITokenEstimator? TokenEstimator { get; set; }

    /// <summary>
    /// What its model costs. Without effect unless a budget counts it (<see cref="CapacityLimits.CostPerDay"/>,
    /// <see cref="CapacityLimits.CostPerMonth"/>), which needs it. Default: unknown.
    /// </summary>
    public ModelPrices? Prices { get; set; }

    /// <summary>What the route is good for, in words of your own; a request may ask for some (<see cref="RequestRouting.Tags"/>). Compared without regard to case. Default: none.</summary>
    public IReadOnlyCollection<string> Tags { get; set; } = [];

    /// <summary>How long an attempt may take on this route. What is null in it, or all of it, is inherited from <see cref="CapacityRoutingOptions.Timeouts"/>.</summary>
    public AttemptTimeouts? Timeouts { get; set; }

    /// <summary>
    /// Routes with the same name here see each other's conversations, background responses and signed reasoning, as deployments of one account may: a call that is
    /// bound to one of them may go to any. Compared without regard to case. Default: none, the route keeps to itself.
    /// </summary>
    public string? StateGroup { get; set; }

    /// <summary>When its circuit breaker opens. Default: <see cref="CapacityRoutingOptions.CircuitBreaker"/>.</summary>
    public CircuitBreakerSettings? CircuitBreaker { get; set; }

    /// <summary>
    /// A Polly pipeline around each call of the client (of a stream: around its opening). What is left failed after it counts as
    /// one failed attempt. A retry in it multiplies calls that the router does not see. Default: none.
    /// </summary>
    public ResiliencePipeline? ResiliencePipeline { get; set; }

    /// <summary>
    /// Whether disposing the router leaves this route's client alone. Default: false for routes given to the constructor, true
    /// for routes registered with dependency injection, whose clients belong to the container or to who made them.
    /// </summary>
    public bool LeaveOpen { get; set; }

    internal static SettingTable<RouteSettings> Table { get; } = new()
    {
        { nameof(Limits), route => route.Limits, (ref route, value) => route.Limits = value, LimitTable.Table, _ => new() },
        { nameof(Quota), ConfigurationReader.ReadQuota },
        { ConfigurationReader.CheckQuota },
        { nameof(Profile), ConfigurationReader.ReadProfile },
        { nameof(Profile), route => route.Profile, ProfileTable.Table },
        { nameof(ModelId), route => route.ModelId, (ref route, value) => route.ModelId = value, Texts.Text },
        { nameof(MaxInputTokens), route => route.MaxInputTokens, (ref route, value) => route.MaxInputTokens = value, Numbers.Tokens<int>() },
        { nameof(MaxOutputTokens), route => route.MaxOutputTokens, (ref route, value) => route.MaxOutputTokens = value, Numbers.AtLeast(1) },
        { nameof(Prices), route => route.Prices, (ref route, value) => route.Prices = value, ModelPrices.Table, _ => new() },
        { nameof(Tags), (section, ref route, _, _) => route.Tags = [.. section.GetChildren().Select(tag => tag.Value).OfType<string>()] },
        { nameof(Tags), route => route.Tags is null || route.Tags.Any(string.IsNullOrWhiteSpace) ? "must not be null, nor hold an empty tag." : null },
        { nameof(Timeouts), route => route.Timeouts, (ref route, value) => route.Timeouts = value, AttemptTimeouts.Table, _ => new() },
        { nameof(StateGroup), route => route.StateGroup, (ref route, value) => route.StateGroup = value, Texts.NotEmpty("leave it out for a route that keeps to itself") },
        { nameof(CircuitBreaker), route => route.CircuitBreaker, (ref route, value) => route.CircuitBreaker = value, BreakerTable.Table, setup => setup.Options.CircuitBreaker },
    };
}
