namespace CapacityRouting;

/// <summary>Says what kind of failure something is, before the built-in rules do.</summary>
/// <remarks>Called from many threads at once. If it throws, its exception is logged and the built-in rules decide.</remarks>
public interface IFailureClassifier
{
    /// <summary>Classifies one failed attempt, or an answer that may be a failure in disguise.</summary>
    /// <param name="context">What is known of the attempt.</param>
    /// <returns>The failure, or null to leave it to the built-in rules.</returns>
    RouteFailure? Classify(FailureContext context);
}
