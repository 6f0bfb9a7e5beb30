using Microsoft.Extensions.AI;

namespace CapacityRouting;

/// <summary>The facts of an attempt that may have failed. Either the exception or the response is set.</summary>
/// <remarks>Immutable, and so safe to share; its <see cref="Response"/> and <see cref="Exception"/> are the client's own objects. Do not change them.</remarks>
public sealed record FailureContext
{
    /// <summary>The route's name.</summary>
    public required string Route { get; init; }

    /// <summary>The exception that the client threw; null when the client returned.</summary>
    public Exception? Exception { get; init; }

    /// <summary>The response of the client, when it carries an error or nothing at all.</summary>
    public ChatResponse? Response { get; init; }

    /// <summary>
    /// The provider's response on the wire: status, headers and error body. Null without a <see cref="CapacityObserver"/> under
    /// the client and an <see cref="IExceptionReader"/> for its exception, when no response came, and for a success without an error in it.
    /// </summary>
    public ObservedResponse? Observed { get; init; }
}
