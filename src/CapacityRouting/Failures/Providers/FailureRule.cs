namespace CapacityRouting.Failures.Providers;

/// <summary>
/// One line of what a provider says when it fails: any of these codes, or any of these phrases, means this kind. Data only;
/// the rule engine in <c>Rules/</c> applies it.
/// </summary>
internal sealed record FailureRule(FailureKind Kind)
{
    /// <summary>What it covers, where the code or phrase says so.</summary>
    public FailureScope Scope { get; init; }

    /// <summary>Whole values of code, type, status or reason fields, or names of exception types; compared without regard to case.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>
    /// Parts of a message, in lower case, that begin where a word does; an asterisk stands for anything in between, up to about a
    /// sentence, a question mark for one name.
    /// </summary>
    public IReadOnlyList<string> Phrases { get; init; } = [];

    /// <summary>The statuses at which it holds, 0 being "none seen"; empty for all.</summary>
    public IReadOnlyList<int> Statuses { get; init; } = [];

    /// <summary>Codes, or phrases, that cover several kinds ("invalid_request_error"): asked only after all others.</summary>
    public bool IsBroad { get; init; }

    /// <summary>How surely it says that the request itself is at fault.</summary>
    public RequestFault Fault { get; init; }

    /// <summary>
    /// The blame from which on its phrases do not count: those that are a provider's own sentence yield to nothing but long quotes,
    /// those that may stand in any request to less.
    /// </summary>
    public RequestFault YieldsTo { get; init; } = RequestFault.Quoting;
}
