using System.Text.Json.Serialization;
using CapacityRouting.Waits;

namespace CapacityRouting;

/// <summary>A classified failure of one attempt. Immutable.</summary>
public sealed record RouteFailure
{
    /// <summary>What went wrong.</summary>
    public required FailureKind Kind { get; init; }

    /// <summary>What it covers.</summary>
    public FailureScope Scope { get; init; }

    /// <summary>The wait that the provider stated, if it did. A wait of zero or less states nothing and is null: it shortens no backoff.</summary>
    public TimeSpan? RetryAfter
    {
        get;
        init => field = RetryHeaders.MoreThanZero(value);
    }

    /// <summary>
    /// Whether the request alone is larger than the limit it met: then waiting is no use, whatever the provider says, and only a
    /// smaller request or another route is.
    /// </summary>
    public bool ExceedsLimit { get; init; }

    /// <summary>The HTTP status, if one was seen.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The provider's own code for it, if one was seen.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>What the provider, or the library, said of it.</summary>
    public string? Message { get; init; }

    /// <summary>The exception behind it, if there was one. Not serialised.</summary>
    [JsonIgnore]
    public Exception? Exception { get; init; }

    /// <summary>The response behind it, for the quota to learn from.</summary>
    internal ObservedResponse? Observed { get; init; }

    /// <summary>The limit that the provider named in its refusal, for the quota to learn.</summary>
    internal LimitFigures? Figures { get; init; }

    /// <summary>What the limit counts that the provider named, with a figure or without; null where it named none, or several.</summary>
    internal CapacityDimension? NamedLimit { get; init; }

    /// <summary>What the refusal of a request's length said of the model's window; null where nobody read its words.</summary>
    internal WindowFigures? Window { get; init; }
}
