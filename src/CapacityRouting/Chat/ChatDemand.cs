using CapacityRouting.Chat.Affinity;
using CapacityRouting.Estimation;
using CapacityRouting.Routing;
using CapacityRouting.Settings;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat;

/// <summary>A chat request: its demand for routing, and the messages and options that its attempts send. The messages are enumerated once.</summary>
internal sealed class ChatDemand : RequestDemand
{
    private readonly ChatOptions? _options;
    private readonly ChatRoutes? _routes;
    private readonly StateClaim? _claim;
    private readonly InputEstimates? _estimates;
    private readonly PrefilledRoutes? _prefilled;

    private ChatDemand(IReadOnlyList<ChatMessage> messages, ChatOptions? options, RequestRouting? routing, StateClaim? claim, ChatRoutes? routes, RestOfAnswer? rest)
        : base(TokenEstimator.Estimate(messages, options), options?.MaxOutputTokens, routing, claim?.Affinity)
    {
        Messages = messages;
        IsContinuation = messages is [.., { } last] && (last.Role == ChatRole.Tool || HasResult(last.Contents));
        (_options, _routes, _claim) = (options, routes, claim);
        _estimates = routes is { HaveEstimators: true } ? new(messages, options) : null;
        EndsWithAnswer = rest is not null;
        _prefilled = rest is null ? null : new(rest, routes?.Table.Routes ?? []);
    }

    public IReadOnlyList<ChatMessage> Messages { get; }

    /// <param name="messages">The caller's messages.</param>
    /// <param name="options">The caller's options.</param>
    /// <param name="routes">The routes of the request; null where only its size counts.</param>
    /// <param name="rest">What it has for the partial answer that the model is to continue; null for a request of the caller's own.</param>
    /// <exception cref="ArgumentException">The request's own settings are wrong; the message lists every error.</exception>
    public static ChatDemand Of(IEnumerable<ChatMessage> messages, ChatOptions? options, ChatRoutes? routes = null, RestOfAnswer? rest = null)
    {
        RequestRouting? routing = null;
        options?.AdditionalProperties?.TryGetValue(RoutingExtensions.Key, out routing);
        if (routing is not null)
            Check(routing, routes);

        // Read once, before capacity is taken. A collection of the caller's has code of its own, and is read again while a lease has no owner yet.
        if (routing is { Tags.Count: > 0 })
            routing = routing with { Tags = [.. routing.Tags] };
        IReadOnlyList<ChatMessage> list = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        StateClaim? claim = routes is null ? null : StateClaim.Of(list, options, routing, routes.Table.IndexOf(routing?.Route), routes.Owners);
        return new(list, options, routing, claim, routes, rest);
    }

    public override bool Needs(ModelCapability capability, Route route) =>
        _prefilled is not null && capability == ModelCapability.AssistantPrefill ? _prefilled.Has(route) : ChatNeeds.Has(capability, Messages, _options);

    public override bool MayContinueAt(Route route) => _prefilled is null || _prefilled.Rest.EndsWithInstruction || _prefilled.Has(route);

    /// <summary>Whether the route is asked to go on by the instruction, and not by the partial answer alone.</summary>
    public bool IsInstructedAt(Route route) => _prefilled is not null && _prefilled.Rest.EndsWithInstruction && !_prefilled.Has(route);

    public override bool TryAdapt(Route route, RouteFailure failure) =>
        failure.MissingCapability == ModelCapability.AssistantPrefill && _prefilled is { Rest.EndsWithInstruction: true } && _prefilled.Remove(route);

    public override bool HasForeignPartsAt(int route) => _routes is not null && _routes.Owners.MayLackAny(Messages, route);

    public override void Restart()
    {
        base.Restart();
        _routes?.Owners.Forget(_options);
    }

    public override InputEstimate? EstimateAt(int route) =>
        _estimates is not null && _routes!.EstimatorOf(route) is { } estimator ? _estimates.By(estimator) : null;

    public IChatClient ClientOf(Route route) => _routes!.ClientOf(route);

    /// <summary>Makes the messages that an attempt sends, without content that only other routes can read.</summary>
    public IReadOnlyList<ChatMessage> MakeMessagesFor(Route route)
    {
        IReadOnlyList<ChatMessage> messages = _claim is null ? Messages : _claim.MessagesFor(route.Index, Messages);
        return _prefilled is { Rest.EndsWithInstruction: true } && _prefilled.Has(route) ? [.. messages.Take(messages.Count - 1)] : messages;
    }

    /// <summary>
    /// Makes the options that an attempt sends. They are a clone, so that no client's changes reach the next. They have the route's model, without our settings and without
    /// the state of another route. Where there is no next client and nothing to change, they are the caller's own.
    /// </summary>
    public ChatOptions? MakeOptionsFor(Route route)
    {
        string? modelId = route.Traits.ModelId;
        if (_options is null)
            return modelId is null ? null : new() { ModelId = modelId };
        if (modelId is null && Routing is null && _routes is { Table.Routes.Length: 1 })
            return _options;
        ChatOptions clone = _options.Clone();
        clone.ModelId = modelId ?? clone.ModelId;
        if (Routing is not null && clone.AdditionalProperties!.Remove(RoutingExtensions.Key) && clone.AdditionalProperties.Count == 0)
            clone.AdditionalProperties = null;
        if (Affinity is { IsBound: true } && !IsBoundAt(route))
            (clone.ConversationId, clone.ContinuationToken) = (null, null);
        return clone;
    }

    private static bool HasResult(IList<AIContent> contents)
    {
        for (int i = 0; i < contents.Count; i++)
            if (contents[i] is FunctionResultContent)
                return true;
        return false;
    }

    private static void Check(RequestRouting routing, ChatRoutes? routes)
    {
        SettingErrors errors = new();
        RequestRouting.Table.Check(routing, nameof(RequestRouting), errors);
        if (routes is not null && routing.Route is { } name && routes.Table.IndexOf(name) is null)
            errors.Add("RequestRouting:Route", $"must be a route, is '{name}'; there are: {string.Join(", ", routes.Table.Routes.Select(route => route.Name))}.");
        errors.ThrowIfAny("options");
    }
}
