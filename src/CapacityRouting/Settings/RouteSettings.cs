using CapacityRouting.Settings;
using Polly;

namespace CapacityRouting;

/// <summary>
/// The limits and traits of one route. Every setting is optional; a null value is taken from <see cref="CapacityRoutingOptions"/>,
/// or means no limit.
/// </summary>
/// <remarks>Not thread-safe: set it up before a client is made. The client copies what it needs, and later changes have no effect on it.</remarks>
public class RouteSettings
{
    /// <summary>
    /// The limits of the route's own account. Default: unlimited. With a <see cref="Quota"/> as well, both hold: these for the route alone, the quota for all
    /// its routes.
    /// </summary>
    public CapacityLimits? Limits { get; set; }

    /// <summary>The quota that the route shares with others. Default: one of its own, with <see cref="Limits"/>.</summary>
    public CapacityQuota? Quota { get; set; }

    /// <summary>
    /// How the provider announces and charges capacity. Default: from the client's <c>ChatClientMetadata</c>, first by its host and then by its
    /// provider's name. <see cref="RouteSnapshot.Provider"/> shows the choice.
    /// </summary>
    public ProviderProfile? Profile { get; set; }

    /// <summary>The model of this route. It replaces the caller's <c>ChatOptions.ModelId</c>. Default: the caller's.</summary>
    public string? ModelId { get; set; }

    /// <summary>
    /// The longest input of the model, in tokens, at least 5: no request is shorter. Longer requests skip the route, and its refusals change nothing. Default: unknown; then learned
    /// from refusals, for an hour each.
    /// </summary>
    public int? MaxInputTokens { get; set; }

    /// <summary>The longest output of the model, in tokens, at least 1. It bounds the reservation for an answer. Default: unknown.</summary>
    public int? MaxOutputTokens { get; set; }

    /// <summary>
    /// The estimator of input tokens for this route, since tokenizers differ between models. It can be set in code only. Default:
    /// <see cref="CapacityRoutingOptions.TokenEstimator"/>.
    /// </summary>
    public ITokenEstimator? TokenEstimator { get; set; }

    /// <summary>
    /// The prices of the model. Budgets need them (<see cref="CapacityLimits.CostPerDay"/>, <see cref="CapacityLimits.CostPerMonth"/>);
    /// without a budget they have no effect. Default: unknown.
    /// </summary>
    public ModelPrices? Prices { get; set; }

    /// <summary>
    /// The prices of the deployment that serves what a provisioned one cannot take (Azure OpenAI's spillover). A call that it served is charged by them
    /// (<see cref="RoutingAttempt.SpilledTo"/>). Default: <see cref="Prices"/>.
    /// </summary>
    public ModelPrices? SpilloverPrices { get; set; }

    /// <summary>
    /// The abilities of the route, in words of your own. A request may ask for some (<see cref="RequestRouting.Tags"/>). The case of letters does not matter.
    /// Default: none.
    /// </summary>
    public IReadOnlyCollection<string> Tags { get; set; } = [];

    /// <summary>The time limits of attempts on this route. A null value, or null for all, is inherited from <see cref="CapacityRoutingOptions.Timeouts"/>.</summary>
    public AttemptTimeouts? Timeouts { get; set; }

    /// <summary>
    /// The group of routes that see each other's conversations, background responses and signed reasoning, as deployments of one account may. A call that is
    /// bound to one route of a group may go to any of them. The case of letters does not matter. Default: none; the route keeps to itself.
    /// </summary>
    public string? StateGroup { get; set; }

    /// <summary>When the route's circuit breaker opens. Default: <see cref="CapacityRoutingOptions.CircuitBreaker"/>.</summary>
    public CircuitBreakerSettings? CircuitBreaker { get; set; }

    /// <summary>
    /// A Polly pipeline around each call of the client (of a stream: around its opening). Default: none. A failure that leaves the pipeline counts as
    /// one failed attempt. Leave retries out of it: the router does not see the calls that they multiply.
    /// </summary>
    public ResiliencePipeline? ResiliencePipeline { get; set; }

    /// <summary>
    /// Whether the router leaves this route's client open on disposal. Default: false for a route given to the constructor, and for a client that the factory of a registered route has made. True
    /// for clients that exist already and for those of the container, also where a factory found them there.
    /// </summary>
    public bool LeaveOpen
    {
        get => LeaveOpenIfSet ?? false;
        set => LeaveOpenIfSet = value;
    }

    /// <summary>What was set; null where the default counts.</summary>
    internal bool? LeaveOpenIfSet { get; private set; }

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
        { nameof(SpilloverPrices), route => route.SpilloverPrices, (ref route, value) => route.SpilloverPrices = value, ModelPrices.Table, _ => new() },
        { nameof(Tags), ConfigurationReader.ReadTags },
        { nameof(Tags), route => route.Tags is null || route.Tags.Any(string.IsNullOrWhiteSpace) ? "must not be null, nor hold an empty tag." : null },
        { nameof(Timeouts), route => route.Timeouts, (ref route, value) => route.Timeouts = value, AttemptTimeouts.Table, _ => new() },
        { nameof(StateGroup), route => route.StateGroup, (ref route, value) => route.StateGroup = value, Texts.NotEmpty("leave it out for a route that keeps to itself") },
        { nameof(CircuitBreaker), route => route.CircuitBreaker, (ref route, value) => route.CircuitBreaker = value, BreakerTable.Table, setup => setup.Options.CircuitBreaker },
    };
}
