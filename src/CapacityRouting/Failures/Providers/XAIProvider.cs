namespace CapacityRouting.Failures.Providers;

/// <summary>xAI documents neither headers nor how it charges: assumed throughout. Headers that come are read.</summary>
internal static class XAIProvider
{
    public static ProviderProfile Profile { get; } = new("XAI")
    {
        Aliases = ["x_ai", "x.ai"],
        Hosts = ["api.x.ai", "*.api.x.ai"],
        Headers = GenericProvider.Headers,
    };

    /// <summary>Failure rules.</summary>
    public static FailureRule[] Failures { get; } =
    [
        new(FailureKind.QuotaExhausted)
        {
            Scope = FailureScope.Account,
            Codes = ["personal-team-blocked:spending-limit"],
            Phrases =
            [
                "used all available credits", "monthly spending limit", "raise your spending limit", "purchase more credits",
                "doesn't have any credits", "run out of credits",
            ],
        },
        new(FailureKind.ContextLengthExceeded)
        {
            Phrases = ["maximum prompt length"],
        },
        new(FailureKind.ContentFiltered)
        {
            Phrases = ["violates usage guidelines", "safety_check", "failed check:"],
        },
        new(FailureKind.ModelNotFound)
        {
            Phrases = ["model*does not exist or your team"],
        },
        new(FailureKind.Authentication)
        {
            Phrases = ["team is blocked", "api key*blocked"],
        },
        new(FailureKind.Authentication)
        {
            Codes = ["permission-denied", "unauthenticated:bad-credentials"],
            Phrases = ["permission-denied"],
            IsBroad = true,
        },
        new(FailureKind.Overloaded)
        {
            Phrases = ["model is currently at capacity", "service temporarily unavailable. the model"],
        },
    ];
}
