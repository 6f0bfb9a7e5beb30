using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests.Conformance.Faults;

/// <summary>An estimator, a classifier and a reader whose every call may throw, and which else leave all to the library.</summary>
internal sealed class FaultyReading(Fault fault) : ITokenEstimator, IFailureClassifier, IExceptionReader
{
    public long EstimateInputTokens(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        fault.Pass();
        return 10;
    }

    public RouteFailure? Classify(FailureContext context)
    {
        fault.Pass();
        return null;
    }

    public ObservedResponse? Read(Exception exception)
    {
        fault.Pass();
        return null;
    }
}
