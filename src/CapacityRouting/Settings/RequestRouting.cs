using CapacityRouting.Settings;

namespace CapacityRouting;

/// <summary>What one request asks of the router, over the router's own policy. See <see cref="RoutingExtensions.WithRouting"/>.</summary>
/// <remarks>Immutable, and so safe to share between requests. Bad values are refused when the request is made.</remarks>
public sealed record RequestRouting
{
    /// <summary>The longest this request waits for capacity, zero or more. Default: <see cref="CapacityRoutingOptions.MaxWait"/>.</summary>
    public TimeSpan? MaxWait { get; init; }

    /// <summary>The longest this request may take in all, more than zero. Default: <see cref="CapacityRoutingOptions.Deadline"/>.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>How many attempts this request may make, at least 1. Default: <see cref="CapacityRoutingOptions.MaxAttempts"/>.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>How much this request matters when capacity is short. Default: <see cref="RequestPriority.Normal"/>.</summary>
    public RequestPriority Priority { get; init; }

    /// <summary>
    /// On whose behalf it is made. Of those that wait, the tenant goes first that has been given least: none can starve another. Default:
    /// one that all requests without a tenant share.
    /// </summary>
    public string? Tenant { get; init; }

    /// <summary>
    /// How long this request waits for a route that is better ranked than one that could take it now, zero or more. Default:
    /// <see cref="CapacityRoutingOptions.MaxWaitForPreferred"/>.
    /// </summary>
    public TimeSpan? MaxWaitForPreferred { get; init; }

    /// <summary>
    /// What sort of call it is, "summarise" for example. Calls of one purpose have answers of like length: what is reserved for an answer is learned
    /// for each purpose of a route, up to 64 of them; more share what is learned of calls without one. Compared without regard to case. Default: none.
    /// </summary>
    public string? Purpose { get; init; }

    /// <summary>How long an attempt of this request may take. What is null in it, or all of it, is inherited from the route's <see cref="RouteSettings.Timeouts"/>.</summary>
    public AttemptTimeouts? Timeouts { get; init; }

    /// <summary>How often a broken answer to this request may be continued, zero or more. Default: <see cref="CapacityRoutingOptions.MaxContinuations"/>.</summary>
    public int? MaxContinuations { get; init; }

    /// <summary>
    /// The name of the only route that may take this request: where a conversation or a background response was begun that the router cannot
    /// know of, before a restart for example (<see cref="RoutingReport.ServedBy"/> tells it). Default: any.
    /// </summary>
    public string? Route { get; init; }

    /// <summary>
    /// Whether this request, if it is bound to a route by a <c>ConversationId</c> or a <c>ContinuationToken</c>, may be begun anew on another one when that route
    /// cannot take it: without the id or token there, so only when its messages hold the whole conversation. Default: false.
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
