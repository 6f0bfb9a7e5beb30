using CapacityRouting.Abstractions;
using CapacityRouting.Failures.RetryAfter;
using CapacityRouting.Failures.Rules;

namespace CapacityRouting.Failures.Classification;

/// <summary>
/// Reads a failure from its signals. Error codes and phrases decide the kind, else the status code does. Headers and prose state the wait. Pure.
/// </summary>
internal static class FailureReading
{
    // No provider calls an hour's wait a rate limit: the quota of a longer window is exhausted.
    private static readonly TimeSpan LongestRateLimit = TimeSpan.FromHours(1);

    // No provider fills up a budget within minutes: what its sentence calls a quota, it limits by the minute.
    private static readonly TimeSpan ShortestQuota = TimeSpan.FromMinutes(10);

    /// <param name="signals">The failure signals.</param>
    /// <param name="otherwise">The kind when neither error codes, phrases nor the status code decide it.</param>
    /// <param name="now">The time that dates are relative to.</param>
    /// <param name="zone">The zone of stamps without one; null where the provider's is not known.</param>
    public static RouteFailure Of(in FailureSignals signals, FailureKind otherwise, DateTimeOffset now, TimeZoneInfo? zone = null)
    {
        int? status = RuleEngine.StatusOf(signals);
        FailureClassification classification = ProxyPage.Read(signals, status) ?? RuleEngine.Classify(signals) ?? new(status is { } known ? StatusRules.KindOf(known) : otherwise, FailureScope.Unknown, Code: null);
        bool isCapacity = IsAboutCapacity(classification.Kind);
        bool isLimit = classification.Kind is FailureKind.RateLimited or FailureKind.QuotaExhausted;
        CapacityDimension? named = null;
        LimitFigures? figures = isLimit ? FiguresIn(signals.Text, out named) : null;
        TimeSpan? wait = isCapacity ? StatedWait.Of(signals.Response, signals.Text, figures, now, byReset: isLimit, zone) : null;
        bool isLong = isLimit && wait >= LongestRateLimit;
        bool isShort = classification is { Kind: FailureKind.QuotaExhausted, Scope: FailureScope.Unknown, IsBySentence: true } && wait < ShortestQuota;
        return new()
        {
            Kind = isLong ? FailureKind.QuotaExhausted : isShort ? FailureKind.RateLimited : classification.Kind,
            MissingCapability = classification.Lacks,
            IsStateLost = classification.IsStateLost,
            Scope = isLong ? FailureScope.Day : ScopeOf(classification, signals.Response, now),
            RetryAfter = wait,
            StatusCode = status,
            ErrorCode = classification.Code,
            ExceedsLimit = figures is { ExceedsLimit: true },
            Limits = LimitsOf(classification, signals.Text, figures, named),
        };
    }

    private static StatedLimits? LimitsOf(in FailureClassification classification, string text, LimitFigures? figures, CapacityDimension? named)
    {
        ConcurrencyFigure? concurrency = classification.Kind == FailureKind.RateLimited ? ConcurrencyIn(text, classification.Code, figures) : null;
        WindowFigures? window = classification.Kind == FailureKind.ContextLengthExceeded ? WindowIn(text) : null;
        return figures is null && named is null && concurrency is null && window is null ? null
            : new() { Figures = figures, Dimension = named, Concurrency = concurrency, Window = window };
    }

    private static WindowFigures WindowIn(string text)
    {
        using PlainText plain = new(text);
        return new WindowReader(plain.Lower).Read();
    }

    /// <summary>What the refusal says of calls under way, by its text or by its code. Beside such a code the text's own limit is the figure.</summary>
    private static ConcurrencyFigure? ConcurrencyIn(string text, string? code, LimitFigures? figures) =>
        ConcurrencyReader.In(text)
        ?? (code?.Contains("concurren", StringComparison.OrdinalIgnoreCase) == true ? new(figures is { Limit: > 0 and <= int.MaxValue, Window: null } of ? (int)of.Limit : null) : null);

    /// <summary>Only a count of tokens can make one request exceed a limit. "6 of 5 concurrent requests" says nothing about the request's size.</summary>
    private static LimitFigures? FiguresIn(string text, out CapacityDimension? named)
    {
        LimitFigures? figures = LimitReader.FiguresIn(text, out named);
        return figures is { ExceedsLimit: true } && !text.Contains("token", StringComparison.OrdinalIgnoreCase) ? null : figures;
    }

    private static FailureScope ScopeOf(in FailureClassification classification, ObservedResponse? response, DateTimeOffset now) =>
        classification.Kind == FailureKind.RateLimited && classification.Scope == FailureScope.Unknown ? ScopeInHeaders.Of(response, now) : classification.Scope;

    /// <summary>Whether a stated wait or limit has a meaning for this kind. "Try again in 5 minutes" also occurs in errors about missing models.</summary>
    private static bool IsAboutCapacity(FailureKind kind) =>
        kind is FailureKind.RateLimited or FailureKind.QuotaExhausted or FailureKind.Overloaded or FailureKind.ServerError;
}
