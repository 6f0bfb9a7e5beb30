using System.Text.Json.Serialization;
using CapacityRouting.Abstractions;

namespace CapacityRouting;

/// <summary>A classified failure of one attempt.</summary>
/// <remarks>Immutable, and so safe to share.</remarks>
public sealed record RouteFailure
{
    /// <summary>What went wrong.</summary>
    public required FailureKind Kind { get; init; }

    /// <summary>The scope of the failure. Default: <see cref="FailureScope.Unknown"/>.</summary>
    public FailureScope Scope { get; init; }

    /// <summary>The wait that the provider stated, if it did. A value of zero or less states nothing and becomes null: it shortens no backoff.</summary>
    public TimeSpan? RetryAfter
    {
        get;
        init => field = value > TimeSpan.Zero ? value : null;
    }

    /// <summary>
    /// Whether the request alone is larger than the limit. Waiting is then no use, whatever the provider says: use a smaller request or another route.
    /// </summary>
    public bool ExceedsLimit { get; init; }

    /// <summary>
    /// The capability that this route lacks and the request needs, where the refusal said so; null for all other failures. The request goes on to the next route, and reaches its caller
    /// only if none has the capability.
    /// </summary>
    public ModelCapability? MissingCapability { get; init; }

    /// <summary>The HTTP status, if one was seen.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The provider's own error code, if one was seen: one line of at most 100 characters.</summary>
    public string? ErrorCode
    {
        get;
        init => field = ProviderText.Code(value);
    }

    /// <summary>
    /// The message of the provider or the library, as one line of at most 500 characters in which tokens that look like keys are masked. The <see cref="Exception"/> has it in full. Null
    /// in the report of an answer, which may be stored anywhere: providers quote prompts.
    /// </summary>
    public string? Message
    {
        get;
        init => field = ProviderText.Message(value);
    }

    /// <summary>The exception of the failure, if there was one. Null in the report of an answer, which may be kept for long. It is not serialised.</summary>
    [JsonIgnore]
    public Exception? Exception { get; init; }

    /// <summary>Whether the provider no longer has the conversation or the response that the request continues, and the request may begin anew.</summary>
    internal bool IsStateLost { get; init; }

    /// <summary>The response of the failure, for the quota to learn from.</summary>
    internal ObservedResponse? Observed { get; init; }

    /// <summary>What the refusal said of limits, for the router to learn from; null where it said nothing.</summary>
    internal StatedLimits? Limits { get; init; }

    /// <summary>
    /// The failure in short: only what may travel with an answer. Each property is named here one by one, so that a new one stays behind by default.
    /// </summary>
    internal RouteFailure InShort() => new()
    {
        Kind = Kind,
        Scope = Scope,
        RetryAfter = RetryAfter,
        ExceedsLimit = ExceedsLimit,
        MissingCapability = MissingCapability,
        StatusCode = StatusCode,
        ErrorCode = ErrorCode,
    };
}
