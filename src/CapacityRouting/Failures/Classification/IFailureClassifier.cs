namespace CapacityRouting;

/// <summary>Classifies failures before the built-in rules do.</summary>
/// <remarks>Called from many threads at once. An exception that it throws is logged, and the built-in rules decide.</remarks>
public interface IFailureClassifier
{
    /// <summary>Classifies one failed attempt, or an answer that may carry a failure.</summary>
    /// <param name="context">The facts about the attempt.</param>
    /// <returns>The failure, or null to leave it to the built-in rules.</returns>
    RouteFailure? Classify(FailureContext context);
}
