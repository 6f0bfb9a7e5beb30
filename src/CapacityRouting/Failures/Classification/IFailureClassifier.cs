namespace CapacityRouting;

/// <summary>Classifies failures before the built-in rules do.</summary>
/// <remarks>Implementations must be thread-safe. An exception of the classifier is logged, and the built-in rules decide.</remarks>
/// <example>
/// <code>
/// internal sealed class MaintenanceClassifier : IFailureClassifier
/// {
///     public RouteFailure? Classify(FailureContext context) =>
///         context.Observed is { StatusCode: 503, Body: { } body } &amp;&amp; body.Contains("maintenance", StringComparison.OrdinalIgnoreCase)
///             ? new() { Kind = FailureKind.Overloaded, RetryAfter = TimeSpan.FromMinutes(5) }
///             : null;
/// }
/// </code>
/// </example>
public interface IFailureClassifier
{
    /// <summary>Classifies one failed attempt, or an answer that may be a failure in disguise.</summary>
    /// <param name="context">The facts of the attempt.</param>
    /// <returns>The failure; null leaves the decision to the built-in rules.</returns>
    RouteFailure? Classify(FailureContext context);
}
