using Microsoft.Extensions.AI;

namespace CapacityRouting;

/// <summary>The facts about an attempt that may have failed. Either the exception or the response is set.</summary>
public sealed record FailureContext
{
    /// <summary>The route's name.</summary>
    public required string Route { get; init; }

    /// <summary>The exception that the client threw. Null when it returned a response.</summary>
    public Exception? Exception { get; init; }

    /// <summary>The response that the client returned, when it carries an error or no content.</summary>
    public ChatResponse? Response { get; init; }

    /// <summary>
    /// The provider's response on the wire: status code, headers and error body. Null when no response came, and when the response was a success
    /// without an error. Also null when there is no <see cref="CapacityObserver"/> under the client and no <see cref="IExceptionReader"/> knows its exception.
    /// </summary>
    public ObservedResponse? Observed { get; init; }
}
