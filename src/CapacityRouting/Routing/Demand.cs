using CapacityRouting.Configuration;
using CapacityRouting.Estimation;
using CapacityRouting.Ownership;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Routing;

/// <summary>What a request needs. Made once; the messages are enumerated once, whatever happens to the request after.</summary>
internal readonly struct Demand
{
    private readonly ChatOptions? _options;
    private readonly InputEstimates? _estimates;

    private Demand(IReadOnlyList<ChatMessage> messages, ChatOptions? options, RequestRouting? routing, InputEstimates? estimates, StateClaim? claim)
    {
        _estimates = estimates;
        Claim = claim;
        Messages = messages;
        _options = options;
        Routing = routing;
        InputTokens = TokenEstimator.Estimate(messages, options);
    }

    public IReadOnlyList<ChatMessage> Messages { get; }

    /// <summary>What ties it to routes; null for an ordinary request.</summary>
    public StateClaim? Claim { get; }

    /// <summary>The request's own wishes over the policy.</summary>
    public RequestRouting? Routing { get; }

    /// <summary>The built-in estimate.</summary>
    public long InputTokens { get; }

    public RequestClass Class => Routing?.Class ?? RequestClass.Normal;

    /// <summary>Whose it is; all that is nobody's in particular is one tenant's.</summary>
    public string Tenant => Routing?.Tenant ?? string.Empty;

    /// <summary>Whether it brings a model what a tool has found: a turn that was begun is to be finished before new work is.</summary>
    public bool IsContinuation =>
        Messages is [.., { } last] && (last.Role == ChatRole.Tool || last.Contents.Any(content => content is FunctionResultContent));

    /// <summary>Whether its last message is a part of the answer that it is to continue.</summary>
    public bool EndsWithAnswer { get; init; }

    public string? Purpose => Routing?.Purpose;

    public long? MaxOutputTokens => _options?.MaxOutputTokens;

    /// <param name="messages">The caller's messages.</param>
    /// <param name="options">The caller's options.</param>
    /// <param name="table">The routes it is for; null where only its size counts.</param>
    public static Demand Of(IEnumerable<ChatMessage> messages, ChatOptions? options, RouteTable? table = null)
    {
        RequestRouting? routing = null;
        options?.AdditionalProperties?.TryGetValue(ChatOptionsRoutingExtensions.Key, out routing);
        if (routing is not null)
            Check(routing, table);
        IReadOnlyList<ChatMessage> list = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        StateClaim? claim = table?.Owners is { } owners ? StateClaim.Of(list, options, routing, table.IndexOf(routing?.Route), owners) : null;
        return new(list, options, routing, table is { HasEstimators: true } ? new(list, options) : null, claim);
    }

    /// <summary>What an estimator says of it: asked once, if this is remembered.</summary>
    public InputEstimate EstimateBy(ITokenEstimator estimator) =>
        _estimates?.By(estimator) ?? InputEstimate.By(estimator, Messages, _options);

    private static void Check(RequestRouting routing, RouteTable? table)
    {
        SettingErrors errors = new();
        RequestRouting.Table.Check(routing, nameof(RequestRouting), errors);
        if (table is not null && routing.Route is { } name && table.IndexOf(name) is null)
            errors.Add("RequestRouting:Route", $"must be a route, is '{name}'; there are: {string.Join(", ", table.Routes.Select(route => route.Name))}.");
        errors.ThrowIfAny("options");
    }

    /// <summary>Whether the route has the conversation or the background response that the request goes on with.</summary>
    public bool IsBoundAt(Route route) => Claim is { } claim && claim.IsBoundAt(route.Index);

    /// <summary>Whether it asks the route for the rest of an answer, which takes nothing there.</summary>
    public bool IsPollAt(Route route) => Claim is { } claim && claim.IsPollAt(route.Index);

    /// <summary>The messages without what only other routes can read.</summary>
    public IReadOnlyList<ChatMessage> MessagesFor(Route route) => Claim is null ? Messages : Claim.MessagesFor(route.Index, Messages);

    /// <summary>An attempt's own options: a clone without our wishes, with the route's model, and without what another route keeps.</summary>
    public ChatOptions? OptionsFor(Route route)
    {
        string? modelId = route.Traits.ModelId;
        if (_options is null)
            return modelId is null ? null : new() { ModelId = modelId };
        ChatOptions clone = _options.Clone();
        clone.ModelId = modelId ?? clone.ModelId;
        if (Routing is not null && clone.AdditionalProperties!.Remove(ChatOptionsRoutingExtensions.Key) && clone.AdditionalProperties.Count == 0)
            clone.AdditionalProperties = null;
        if (Claim is { IsBound: true } && !IsBoundAt(route))
            (clone.ConversationId, clone.ContinuationToken) = (null, null);
        return clone;
    }
}
