using CapacityRouting.Failures.Providers;

namespace CapacityRouting.Failures.Rules;

/// <summary>One error code or one phrase of a rule.</summary>
internal sealed record RuleLine(FailureRule Rule, string Text, bool IsCode)
{
    // The more specific a kind, the earlier its turn. An exhausted quota looks like a rate limit, a long prompt like a wrong parameter, and an
    // overloaded model like either. A code that names the server's problem stands beside "server error".
    private static readonly FailureKind[] Order =
    [
        FailureKind.QuotaExhausted, FailureKind.ContextLengthExceeded, FailureKind.ContentFiltered, FailureKind.ModelNotFound,
        FailureKind.Authentication, FailureKind.EmptyResponse, FailureKind.Overloaded, FailureKind.RateLimited, FailureKind.TruncatedStream, FailureKind.Timeout,
        FailureKind.Network, FailureKind.InvalidRequest, FailureKind.ServerError,
    ];

    /// <summary>The line's position among all. A provider's own signal goes first, an exact code before a phrase, and a phrase before a broad code. The lowest wins.</summary>
    public int Turn => (Rule.IsOwn ? 0 : Rule.IsBroad ? 3 : IsCode ? 1 : 2) * Order.Length + Array.IndexOf(Order, Rule.Kind);

    /// <summary>The request fault from which on the line does not count. An error code stands in a field of its own and always counts.</summary>
    public RequestFault YieldsTo => IsCode || Rule.Kind == FailureKind.InvalidRequest ? RequestFault.None : Rule.YieldsTo;

    public bool Holds(int status)
    {
        for (int i = 0; i < Rule.Statuses.Count; i++)
            if (Rule.Statuses[i] == status)
                return true;
        return Rule.Statuses.Count == 0;
    }
}
