using CapacityRouting.Failures.Classification;
using CapacityRouting.Failures.Rules;

namespace CapacityRouting.Tests.Failures.Providers;

/// <summary>What becomes of a failure of which a text is known, and a status or (0) none: the rules first, then the bare status.</summary>
internal static class Judged
{
    public static FailureClassification? Of(string text, int status = 0, string? code = null, params (string Name, string Value)[] headers) =>
        RuleEngine.Classify(Evidence(text, status, code, headers));

    public static FailureKind KindOf(int status, string text)
    {
        FailureSignals evidence = Evidence(text, status, null, []);
        return RuleEngine.Classify(evidence)?.Kind ?? StatusRules.KindOf(RuleEngine.StatusOf(evidence) ?? 0);
    }

    private static FailureSignals Evidence(string text, int status, string? code, (string Name, string Value)[] headers)
    {
        int? seen = status == 0 ? null : status;
        return new(seen, code, text, new ObservedResponse(seen, headers.Select(header => KeyValuePair.Create(header.Name, header.Value)), text));
    }
}
