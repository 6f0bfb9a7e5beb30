using Microsoft.Extensions.AI;

namespace CapacityRouting;

/// <summary>
/// A stream broke off after part of its answer had reached the caller, and was not continued. What the client threw, if it threw, is the inner exception.
/// </summary>
public sealed class StreamInterruptedException : Exception
{
    internal StreamInterruptedException(string route, string receivedText, RouteFailure failure, ResponseContinuationToken? continuationToken)
        : base($"Route '{route}': the stream broke off after {receivedText.Length} characters ({failure.Kind}: {failure.Message})", failure.Exception)
    {
        Route = route;
        ReceivedText = receivedText;
        Failure = failure;
        ContinuationToken = continuationToken;
    }

    /// <summary>The route whose stream broke off; of an answer that had been continued, the last one.</summary>
    public string Route { get; }

    /// <summary>The text that had reached the caller, of all parts of the answer, without reasoning.</summary>
    public string ReceivedText { get; }

    /// <summary>What went wrong.</summary>
    public RouteFailure Failure { get; }

    /// <summary>Of a background response: what to send to go on from where it broke off. Null for any other.</summary>
    public ResponseContinuationToken? ContinuationToken { get; }
}
