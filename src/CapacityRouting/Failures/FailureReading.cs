using CapacityRouting.Rules;
using CapacityRouting.Waits;

namespace CapacityRouting.Failures;

/// <summary>
/// Reads a failure off the evidence: codes and phrases say the kind, else the status does; headers and prose say the wait. Pure.
/// </summary>
internal static class FailureReading
{
    // Nobody calls an hour's wait a rate limit: the budget of a longer period is used up.
    private static readonly TimeSpan LongestRateLimit = TimeSpan.FromHours(1);

    /// <param name="evidence">What is known.</param>
    /// <param name="otherwise">The kind where neither words nor status say one.</param>
    /// <param name="now">What dates are relative to.</param>
    public static RouteFailure Of(in FailureEvidence evidence, FailureKind otherwise, DateTimeOffset now)
    {
        int? status = RuleBook.StatusOf(evidence);
        FailureVerdict verdict = RuleBook.Judge(evidence) ?? new(status is { } known ? StatusRules.KindOf(known) : otherwise, FailureScope.Unknown, Code: null);
        bool isCapacity = IsAboutCapacity(verdict.Kind);
        bool isLimit = verdict.Kind is FailureKind.RateLimited or FailureKind.QuotaExhausted;
        CapacityDimension? named = null;
        LimitFigures? figures = isLimit ? FiguresIn(evidence.Text, out named) : null;
        TimeSpan? wait = isCapacity ? StatedWait.Of(evidence.Response, evidence.Text, figures, now, byReset: isLimit) : null;
        bool isLong = isLimit && wait >= LongestRateLimit;
        return new()
        {
            Kind = isLong ? FailureKind.QuotaExhausted : verdict.Kind,
            Scope = isLong ? FailureScope.Day : ScopeOf(verdict, evidence.Response, now),
            RetryAfter = wait,
            StatusCode = status,
            ErrorCode = verdict.Code,
            ExceedsLimit = figures is { ExceedsLimit: true },
            Figures = figures,
            NamedLimit = named,
            Window = verdict.Kind == FailureKind.ContextLengthExceeded ? WindowIn(evidence.Text) : null,
        };
    }

    private static WindowFigures WindowIn(string text)
    {
        using PlainText plain = new(text);
        return WindowFigures.In(plain.Lower);
    }

    /// <summary>Only tokens make one request larger than another: six of five concurrent ones are not too large.</summary>
    private static LimitFigures? FiguresIn(string text, out CapacityDimension? named)
    {
        LimitFigures? figures = LimitFigures.In(text, out named);
        return figures is { ExceedsLimit: true } && !text.Contains("token", StringComparison.OrdinalIgnoreCase) ? null : figures;
    }

    private static FailureScope ScopeOf(in FailureVerdict verdict, ObservedResponse? response, DateTimeOffset now) =>
        verdict.Kind == FailureKind.RateLimited && verdict.Scope == FailureScope.Unknown ? ScopeInHeaders.Of(response, now) : verdict.Scope;

    /// <summary>Where a stated wait or limit means something; "try again in 5 minutes" is also said of models that don't exist.</summary>
    private static bool IsAboutCapacity(FailureKind kind) =>
        kind is FailureKind.RateLimited or FailureKind.QuotaExhausted or FailureKind.Overloaded or FailureKind.ServerError;
}
