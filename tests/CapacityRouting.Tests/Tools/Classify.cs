namespace CapacityRouting.Tests.Tools;

/// <summary>A classifier of the test's own.</summary>
internal sealed class Classify(Func<FailureContext, RouteFailure?> classify) : IFailureClassifier
{
    public static CapacityRoutingOptions As(FailureKind kind, TimeSpan? retryAfter = null) =>
        new() { FailureClassifier = new Classify(_ => new() { Kind = kind, RetryAfter = retryAfter }) };

    RouteFailure? IFailureClassifier.Classify(FailureContext context) => classify(context);
}
