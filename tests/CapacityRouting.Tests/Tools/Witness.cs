using System.Collections.Concurrent;

namespace CapacityRouting.Tests.Tools;

/// <summary>A classifier that leaves each failure to the router and keeps what it was shown: the report of an answer has failures in short.</summary>
internal sealed class Witness : IFailureClassifier
{
    private readonly ConcurrentQueue<FailureContext> _shown = new();

    public CapacityRoutingOptions Options => new() { FailureClassifier = this };

    /// <summary>What the first failure was shown as.</summary>
    public FailureContext First => _shown.First();

    public Exception Exception => First.Exception!;

    public RouteFailure? Classify(FailureContext context)
    {
        _shown.Enqueue(context);
        return null;
    }
}
