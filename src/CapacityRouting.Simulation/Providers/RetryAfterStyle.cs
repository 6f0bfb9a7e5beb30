namespace CapacityRouting.Simulation;

/// <summary>The form in which a refusal of a simulated provider states the wait.</summary>
public enum RetryAfterStyle
{
    /// <summary>In whole seconds, rounded up, in <c>retry-after</c>; where the provider's wording has it, to the millisecond in the message too.</summary>
    Rounded,

    /// <summary>To the millisecond, in <c>retry-after-ms</c> (and rounded up in <c>retry-after</c>).</summary>
    Exact,

    /// <summary>Only in the words of the message.</summary>
    Prose,

    /// <summary>Not at all.</summary>
    Absent,

    /// <summary>As half of the truth, in <c>retry-after-ms</c>.</summary>
    Lying,
}
