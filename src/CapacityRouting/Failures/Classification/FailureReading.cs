using CapacityRouting.Abstractions;
using CapacityRouting.Failures.RetryAfter;
using CapacityRouting.Failures.Rules;

namespace CapacityRouting.Failures.Classification;

/// <summary>
/// Reads a failure off the signals: codes and phrases say the kind, else the status does; headers and prose say the wait. Pure.
/// </summary>
internal static class FailureReading
{
    // Nobody calls an hour's wait a rate limit: the budget of a longer period is used up.
    private static readonly TimeSpan LongestRateLimit = TimeSpan.FromHours(1);

    /// <param name="signals">What is known.</param>
    /// <param name="otherwise">The kind where neither words nor status say one.</param>
    /// <param name="now">What dates are relative to.</param>
    public static RouteFailure Of(in FailureSignals signals, FailureKind otherwise, DateTimeOffset now)
    {
        int? status = RuleEngine.StatusOf(signals);
        FailureClassification classification = RuleEngine.Classify(signals) ?? new(status is { } known ? StatusRules.KindOf(known) : otherwise, FailureScope.Unknown, Code: null);
        bool isCapacity = IsAboutCapacity(classification.Kind);
        bool isLimit = classification.Kind is FailureKind.RateLimited or FailureKind.QuotaExhausted;
        CapacityDimension? named = null;
        LimitFigures? figures = isLimit ? FiguresIn(signals.Text, out named) : null;
        TimeSpan? wait = isCapacity ? StatedWait.Of(signals.Response, signals.Text, figures, now, byReset: isLimit) : null;
        bool isLong = isLimit && wait >= LongestRateLimit;
        return new()
        {
            Kind = isLong ? FailureKind.QuotaExhausted : classification.Kind,
            Scope = isLong ? FailureScope.Day : ScopeOf(classification, signals.Response, now),
            RetryAfter = wait,
            StatusCode = status,
            ErrorCode = classification.Code,
            ExceedsLimit = figures is { ExceedsLimit: true },
            Figures = figures,
            NamedLimit = named,
            Window = classification.Kind == FailureKind.ContextLengthExceeded ? WindowIn(signals.Text) : null,
        };
    }

    private static WindowFigures WindowIn(string text)
    {
        using PlainText plain = new(text);
        return new WindowReader(plain.Lower).Read();
    }

    /// <summary>Only tokens make one request larger than another: six of five concurrent ones are not too large.</summary>
    private static LimitFigures? FiguresIn(string text, out CapacityDimension? named)
    {
        LimitFigures? figures = LimitReader.FiguresIn(text, out named);
        return figures is { ExceedsLimit: true } && !text.Contains("token", StringComparison.OrdinalIgnoreCase) ? null : figures;
    }

    private static FailureScope ScopeOf(in FailureClassification classification, ObservedResponse? response, DateTimeOffset now) =>
        classification.Kind == FailureKind.RateLimited && classification.Scope == FailureScope.Unknown ? ScopeInHeaders.Of(response, now) : classification.Scope;

    /// <summary>Where a stated wait or limit means something; "try again in 5 minutes" is also said of models that don't exist.</summary>
    private static bool IsAboutCapacity(FailureKind kind) =>
        kind is FailureKind.RateLimited or FailureKind.QuotaExhausted or FailureKind.Overloaded or FailureKind.ServerError;
}
