using CapacityRouting.Failures.Providers;

namespace CapacityRouting.Failures.Rules;

/// <summary>
/// Classifies a failure by its error codes and phrases. All providers' rules apply to every failure, since SDKs are often pointed at other
/// providers' hosts, and gateways quote the providers behind them.
/// </summary>
internal static class RuleEngine
{
    private static readonly RuleSet Rules = new(FailureRules.All);

    // Headers that carry an error code, or in one case an error message.
    private static readonly string[] CodeHeaders = ["x-amzn-errortype", "x-ms-error-code", "x-error-code", "x-ratelimit-type"];

    private const string MessageHeader = "x-error-message";

    /// <summary>Classifies by error codes and phrases. A status code below 400, or none, yields to the one that the text states.</summary>
    /// <returns>Null when neither an error code nor a phrase matches. The bare status code then decides.</returns>
    public static FailureClassification? Classify(in FailureSignals signals)
    {
        using PlainText text = new(signals.Text);
        RuleSet.Reading reading = Rules.Begin(StatusOf(signals) ?? 0);
        reading.ReadCode(LastName(signals.Code));
        reading.ReadText(text);
        ReadHeaders(signals.Response, ref reading);
        return reading.Line is { } line ? Classified(line.Rule, text, reading.Code) with { IsBySentence = !line.IsCode } : null;
    }

    /// <summary>The effective status code: a success yields to the error that its body states.</summary>
    public static int? StatusOf(in FailureSignals signals) =>
        signals.Status is >= 400 ? signals.Status : StatusInText.Of(signals.Text) ?? signals.Status;

    /// <summary>A day's limit is a quota under any name, and a minute's "quota" is a rate limit.</summary>
    private static FailureClassification Classified(FailureRule rule, PlainText text, string? code)
    {
        if (rule.Kind is not (FailureKind.RateLimited or FailureKind.QuotaExhausted))
            return new(rule.Kind, rule.Scope, code) { Lacks = rule.Lacks, IsStateLost = rule.MeansStateLost };
        FailureScope stated = rule.Scope == FailureScope.Account ? FailureScope.Unknown : ScopeInText.Of(text.Lower);
        FailureScope scope = stated == FailureScope.Unknown ? rule.Scope : stated;
        return new(KindOf(rule, scope), scope, code);
    }

    private static FailureKind KindOf(FailureRule rule, FailureScope scope) => scope switch
    {
        FailureScope.Day => FailureKind.QuotaExhausted,
        FailureScope.Minute when rule.IsBroad => FailureKind.RateLimited,
        _ => rule.Kind,
    };

    private static void ReadHeaders(ObservedResponse? response, ref RuleSet.Reading reading)
    {
        foreach (string name in CodeHeaders)
            if (response?.Header(name) is { } value)
                reading.ReadCode(UntilColon(value));
        if (response?.Header(MessageHeader) is { } message)
            reading.ReadMessage(message);
    }

    /// <summary>The error code in Bedrock's <c>ThrottlingException:http://internal.amazon.com/...</c>, without the address of its definition.</summary>
    private static ReadOnlySpan<char> UntilColon(string value) =>
        value.AsSpan(0, value.IndexOf(':', StringComparison.Ordinal) is >= 0 and int end ? end : value.Length).Trim();

    /// <summary>The simple type name in <c>openai.error.RateLimitError</c>. An error code has no dots.</summary>
    private static ReadOnlySpan<char> LastName(string? code) => code.AsSpan()[((code?.LastIndexOf('.') ?? -1) + 1)..];
}

/// <summary>The result of the rules for a failure's signals.</summary>
internal readonly record struct FailureClassification(FailureKind Kind, FailureScope Scope, string? Code)
{
    /// <summary>The capability that the route lacks, where that is the failure.</summary>
    public ModelCapability? Lacks { get; init; }

    /// <summary>Whether the state that the request continues is gone.</summary>
    public bool IsStateLost { get; init; }

    /// <summary>Whether a sentence decided, and no code.</summary>
    public bool IsBySentence { get; init; }
}
