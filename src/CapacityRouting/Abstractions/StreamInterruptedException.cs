using Microsoft.Extensions.AI;

namespace CapacityRouting;

/// <summary>
/// A stream broke off after part of its answer had reached the caller, and was not continued. The inner exception is that of the client, if it threw one.
/// </summary>
/// <remarks>Its own properties are immutable, and so safe to share.</remarks>
/// <example>
/// <code>
/// try
/// {
///     await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync(messages))
///         Console.Write(update.Text);
/// }
/// catch (StreamInterruptedException broken)
/// {
///     Console.WriteLine($"[{broken.Route}: {broken.Failure.Kind} after {broken.ReceivedText.Length} characters]");
/// }
/// </code>
/// </example>
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

    /// <summary>The route of the broken stream; of a continued answer, the last one.</summary>
    public string Route { get; }

    /// <summary>The text that had reached the caller, of all parts of the answer, without reasoning. Show it, or send it again as a partial answer.</summary>
    public string ReceivedText { get; }

    /// <summary>What went wrong.</summary>
    public RouteFailure Failure { get; }

    /// <summary>The token with which a background response goes on from the break. Null for any other response.</summary>
    public ResponseContinuationToken? ContinuationToken { get; }
}
