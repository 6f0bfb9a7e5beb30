using CapacityRouting.Settings;

namespace CapacityRouting;

/// <summary>The routing settings of one request, over the router's own policy. Attach them with <see cref="RoutingExtensions.WithRouting"/>.</summary>
/// <remarks>Immutable, and so safe to share between requests. The call throws an <see cref="ArgumentException"/> for wrong values.</remarks>
/// <example>
/// <code>
/// ChatOptions options = new ChatOptions().WithRouting(new RequestRouting
/// {
///     Priority = RequestPriority.Critical,
///     Tenant = "contoso",
///     MaxWait = TimeSpan.FromSeconds(2),
///     Tags = ["vision"],
/// });
/// ChatResponse response = await client.GetResponseAsync(messages, options);
/// </code>
/// </example>
public sealed record RequestRouting
{
    /// <summary>The longest wait of this request for capacity, zero to seven days. Default: <see cref="CapacityRoutingOptions.MaxWait"/>.</summary>
    public TimeSpan? MaxWait { get; init; }

    /// <summary>The longest time of this request, waits and attempts together, more than zero and at most seven days. Default: <see cref="CapacityRoutingOptions.Deadline"/>.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>The most attempts of this request, at least 1. Default: <see cref="CapacityRoutingOptions.MaxAttempts"/>.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>
    /// Whether this request asks a route again that has failed it, when no other route is left. Default: <see cref="CapacityRoutingOptions.RetryWhenAlone"/>. Set it to
    /// false where a call must not be sent twice to one model.
    /// </summary>
    public bool? RetryWhenAlone { get; init; }

    /// <summary>The priority of this request when capacity is short. Default: <see cref="RequestPriority.Normal"/>.</summary>
    public RequestPriority Priority { get; init; }

    /// <summary>
    /// The tenant of this request. Of the waiting requests, those of the tenant with the least use go first: no tenant can starve another. Default:
    /// one tenant for all requests without a name.
    /// </summary>
    public string? Tenant { get; init; }

    /// <summary>
    /// How long this request waits for a better ranked route while another could take it now, zero to seven days. Default:
    /// <see cref="CapacityRoutingOptions.MaxWaitForPreferred"/>.
    /// </summary>
    public TimeSpan? MaxWaitForPreferred { get; init; }

    /// <summary>
    /// The sort of call, "summarise" for example. Default: none. Calls of one purpose have answers of like length, so the router learns the reservation for an answer
    /// for each purpose of a route, up to 64 of them. Further purposes share the reservation of calls without one. The case of letters does not matter.
    /// </summary>
    public string? Purpose { get; init; }

    /// <summary>
    /// The time limits of this request's attempts. A null value, or null for all, is inherited from the route's <see cref="RouteSettings.Timeouts"/>.
    /// </summary>
    public AttemptTimeouts? Timeouts { get; init; }

    /// <summary>How often a broken answer to this request may be continued, zero or more. Default: <see cref="CapacityRoutingOptions.MaxContinuations"/>.</summary>
    public int? MaxContinuations { get; init; }

    /// <summary>
    /// The name of the only route that may take this request. Default: any. Set it to the route of a conversation or a background response that the router cannot
    /// know of, after a restart for example (<see cref="RoutingReport.ServedBy"/> names the route).
    /// </summary>
    public string? Route { get; init; }

    /// <summary>
    /// Whether a request that a <c>ConversationId</c> or a <c>ContinuationToken</c> binds to a route may restart on another route when that route
    /// cannot take it, or on the same route when its provider no longer has that state. Default: false. The restart gets no id or token, so set it only when the messages hold the whole conversation.
    /// </summary>
    public bool RestartElsewhere { get; init; }

    /// <summary>Only routes with all of these tags are considered. Default: every route.</summary>
    public IReadOnlyCollection<string> Tags { get; init; } = [];

    internal static SettingTable<RequestRouting> Table { get; } = new()
    {
        { nameof(MaxWait), request => request.MaxWait, Times.NotNegative },
        { nameof(MaxWaitForPreferred), request => request.MaxWaitForPreferred, Times.NotNegative },
        { nameof(Priority), request => request.Priority, Texts.OneOf<RequestPriority>() },
        { nameof(Deadline), request => request.Deadline, Times.Positive },
        { nameof(MaxAttempts), request => request.MaxAttempts, Numbers.AtLeast(1) },
        { nameof(Timeouts), request => request.Timeouts, AttemptTimeouts.Table },
        { nameof(MaxContinuations), request => request.MaxContinuations, Numbers.AtLeast(0) },
        { nameof(Tags), request => request.Tags is null ? "must not be null." : null },
    };
}
