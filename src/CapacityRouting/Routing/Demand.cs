using CapacityRouting.Configuration;
using CapacityRouting.Estimation;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Routing;

/// <summary>What a request needs. Made once; the messages are enumerated once, whatever happens to the request after.</summary>
internal readonly struct Demand
{
    private readonly ChatOptions? _options;
    private readonly InputEstimates? _estimates;

    private Demand(IReadOnlyList<ChatMessage> messages, ChatOptions? options, RequestRouting? routing, InputEstimates? estimates)
    {
        _estimates = estimates;
        Messages = messages;
        _options = options;
        Routing = routing;
        InputTokens = TokenEstimator.Estimate(messages, options);
    }

    public IReadOnlyList<ChatMessage> Messages { get; }

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
    /// <param name="remembersEstimates">Whether routes have estimators, whose answers are to be remembered.</param>
    public static Demand Of(IEnumerable<ChatMessage> messages, ChatOptions? options, bool remembersEstimates = false)
    {
        RequestRouting? routing = null;
        options?.AdditionalProperties?.TryGetValue(ChatOptionsRoutingExtensions.Key, out routing);
        if (routing is not null)
            Check(routing);
        IReadOnlyList<ChatMessage> list = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        return new(list, options, routing, remembersEstimates ? new(list, options) : null);
    }

    /// <summary>What an estimator says of it: asked once, if this is remembered.</summary>
    public InputEstimate EstimateBy(ITokenEstimator estimator) =>
        _estimates?.By(estimator) ?? InputEstimate.By(estimator, Messages, _options);

    private static void Check(RequestRouting routing)
    {
        SettingErrors errors = new();
        SettingRules.Check(routing, errors);
        errors.ThrowIfAny("options");
    }

    /// <summary>An attempt's own options: a clone without our wishes and with the route's model.</summary>
    public ChatOptions? OptionsFor(string? modelId)
    {
        if (_options is null)
            return modelId is null ? null : new() { ModelId = modelId };
        ChatOptions clone = _options.Clone();
        clone.ModelId = modelId ?? clone.ModelId;
        if (Routing is not null && clone.AdditionalProperties!.Remove(ChatOptionsRoutingExtensions.Key) && clone.AdditionalProperties.Count == 0)
            clone.AdditionalProperties = null;
        return clone;
    }
}
