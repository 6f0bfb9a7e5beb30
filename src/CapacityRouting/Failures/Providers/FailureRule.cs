namespace CapacityRouting.Failures.Providers;

/// <summary>
/// One rule for a provider's failures: any of these error codes, or any of these phrases, means this kind. Data only;
/// the rule engine in <c>Rules/</c> applies it.
/// </summary>
internal sealed record FailureRule(FailureKind Kind)
{
    /// <summary>The scope of the failure, where the code or phrase states it.</summary>
    public FailureScope Scope { get; init; }

    /// <summary>Whole values of code, type, status or reason fields, or names of exception types. Case is ignored.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>
    /// Parts of a message, in lower case, that begin at the start of a word. An asterisk stands for anything in between, up to about a
    /// sentence. A question mark stands for one name.
    /// </summary>
    public IReadOnlyList<string> Phrases { get; init; } = [];

    /// <summary>The status codes to which the rule applies, 0 being "none seen". Empty for all.</summary>
    public IReadOnlyList<int> Statuses { get; init; } = [];

    /// <summary>Whether the codes or phrases cover several kinds ("invalid_request_error"). Broad rules are applied last.</summary>
    public bool IsBroad { get; init; }

    /// <summary>Whether the rule goes before all others: a provider's own code or link beside words that it has borrowed from another provider.</summary>
    public bool IsOwn { get; init; }

    /// <summary>The capability whose lack the rule means; null for all other rules.</summary>
    public ModelCapability? Lacks { get; init; }

    /// <summary>Whether the rule means that the conversation or the response that the request continues is gone.</summary>
    public bool MeansStateLost { get; init; }

    /// <summary>How clearly the rule indicates a request fault.</summary>
    public RequestFault Fault { get; init; }

    /// <summary>
    /// The request fault from which on the rule's phrases do not count. Phrases that are a provider's own sentence yield only to long quotes.
    /// Phrases that may stand in any request yield to less.
    /// </summary>
    public RequestFault YieldsTo { get; init; } = RequestFault.Quoting;
}

/// <summary>
/// How clearly an error indicates a request fault. An error message about a request quotes the request's words, and those may be anything:
/// a role named "usage limits", an image whose server answered "Forbidden".
/// </summary>
internal enum RequestFault
{
    /// <summary>The error indicates no request fault.</summary>
    None,

    /// <summary>An error code that covers many faults: "invalid_request_error".</summary>
    Vague,

    /// <summary>An error code that names the fault, or the name of what is missing.</summary>
    Plain,

    /// <summary>A validator's error, which quotes the request at length.</summary>
    Quoting,
}
