using System.Text.Json.Serialization;
using CapacityRouting.Abstractions;

namespace CapacityRouting;

/// <summary>A classified failure of one attempt. Immutable.</summary>
public sealed record RouteFailure
{
    private const int LongestCodeInShort = 100;

    /// <summary>What went wrong.</summary>
    public required FailureKind Kind { get; init; }

    /// <summary>What it covers.</summary>
    public FailureScope Scope { get; init; }

    /// <summary>The wait that the provider stated, if it did. A wait of zero or less states nothing and is null: it shortens no backoff.</summary>
    public TimeSpan? RetryAfter
    {
        get;
        init => field = value > TimeSpan.Zero ? value : null;
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

    /// <summary>What the provider, or the library, said of it. Null in the report of an answer, which may be stored anywhere: providers quote keys and prompts.</summary>
    public string? Message { get; init; }

    /// <summary>The exception behind it, if there was one. Null in the report of an answer, which may be kept for long. Not serialised.</summary>
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

    /// <summary>What may travel with an answer, and is named here one by one: whatever else a failure has stays behind.</summary>
    internal RouteFailure InShort() => new()
    {
        Kind = Kind,
        Scope = Scope,
        RetryAfter = RetryAfter,
        ExceedsLimit = ExceedsLimit,
        StatusCode = StatusCode,
        ErrorCode = CodeInShort(),
    };

    /// <summary>A code is a word. What is longer, or goes on in a second line, is a text in its place.</summary>
    private string? CodeInShort()
    {
        if (ErrorCode is null)
            return null;
        int end = ErrorCode.AsSpan().IndexOfAny('\r', '\n');
        return ErrorCode[..Math.Min(end < 0 ? ErrorCode.Length : end, LongestCodeInShort)];
    }
}
