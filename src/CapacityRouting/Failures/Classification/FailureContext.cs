using Microsoft.Extensions.AI;

namespace CapacityRouting;

/// <summary>What is known of an attempt that may have failed. Either the exception or the response is set.</summary>
public sealed record FailureContext
{
    /// <summary>The route's name.</summary>
    public required string Route { get; init; }

    /// <summary>What the client threw, or null when it returned.</summary>
    public Exception? Exception { get; init; }

    /// <summary>What the client returned, when that carries an error or nothing at all.</summary>
    public ChatResponse? Response { get; init; }

    /// <summary>
    /// What the provider answered on the wire: status, headers and error body. Null when there is no <see cref="CapacityObserver"/> under
    /// the client and no <see cref="IExceptionReader"/> knows its exception, when no response came, and when it was a success with no error in it.
    /// </summary>
    public ObservedResponse? Observed { get; init; }
}
