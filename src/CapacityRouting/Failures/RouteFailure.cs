using System.Text.Json.Serialization;

namespace CapacityRouting;

/// <summary>A classified failure of one attempt. Immutable.</summary>
public sealed record RouteFailure
{
    /// <summary>What went wrong.</summary>
    public required FailureKind Kind { get; init; }

    /// <summary>What it covers.</summary>
    public FailureScope Scope { get; init; }

    /// <summary>The wait that the provider stated, if it did.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The HTTP status, if one was seen.</summary>
    public int? StatusCode { get; init; }

    /// <summary>The provider's own code for it, if one was seen.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>What the provider, or the library, said of it.</summary>
    public string? Message { get; init; }

    /// <summary>The exception behind it, if there was one. Not serialised.</summary>
    [JsonIgnore]
    public Exception? Exception { get; init; }
}
