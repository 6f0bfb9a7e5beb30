using CapacityRouting.Failures.Providers;

namespace CapacityRouting.Failures.Rules;

/// <summary>One code or one phrase of one rule.</summary>
internal sealed record RuleLine(FailureRule Rule, string Text, bool IsCode)
{
    // A spent quota looks like a rate limit, a long prompt like a wrong parameter, a busy model like either, and a name that tells why
    // the server failed stands beside "server error": the more special a kind, the earlier its turn.
    private static readonly FailureKind[] Order =
    [
        FailureKind.QuotaExhausted, FailureKind.ContextLengthExceeded, FailureKind.ContentFiltered, FailureKind.ModelNotFound,
        FailureKind.Authentication, FailureKind.EmptyResponse, FailureKind.Overloaded, FailureKind.RateLimited, FailureKind.TruncatedStream, FailureKind.Timeout,
        FailureKind.Network, FailureKind.InvalidRequest, FailureKind.ServerError,
    ];

    /// <summary>Its place among all: an exact code decides before a phrase, a phrase before a broad code. Lower goes first.</summary>
    public int Turn => (Rule.IsBroad ? 2 : IsCode ? 0 : 1) * Order.Length + Array.IndexOf(Order, Rule.Kind);

    /// <summary>The blame from which on it does not count; a code stands in a place of its own and always does.</summary>
    public RequestFault YieldsTo => IsCode || Rule.Kind == FailureKind.InvalidRequest ? RequestFault.None : Rule.YieldsTo;

    public bool Holds(int status)
    {
        for (int i = 0; i < Rule.Statuses.Count; i++)
            if (Rule.Statuses[i] == status)
                return true;
        return Rule.Statuses.Count == 0;
    }
}
