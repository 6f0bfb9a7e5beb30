using CapacityRouting.Chat.Continuation;
using CapacityRouting.Routing;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Chat.Streaming;

/// <summary>The router of a streamed answer: where its first part comes from, and each one that continues it.</summary>
internal interface IAnswerSource
{
    RoutingPolicy Policy { get; }

    /// <exception cref="ObjectDisposedException">The client of the router was disposed.</exception>
    void ThrowIfDisposed();

    /// <param name="messages">The messages.</param>
    /// <param name="options">The options.</param>
    /// <param name="rest">What they have for the partial answer that is to be continued; null for a request of the caller's own.</param>
    ChatDemand DemandOf(IEnumerable<ChatMessage> messages, ChatOptions? options, RestOfAnswer? rest = null);

    /// <summary>A call for a stream, up to its commit.</summary>
    ValueTask<AttemptStream> StreamAsync(ChatDemand demand, RoutingReport report, CancellationToken caller);

    /// <summary>Whether a request whose answer has broken off may go on to another route.</summary>
    bool MayResume(in RequestBudget budget);

    /// <summary>A call for the rest of an answer that has broken off.</summary>
    ValueTask<AttemptStream> ResumeAsync(ChatDemand demand, ContinuedRequest rest, in RequestBudget budget, RoutingReport report, CancellationToken caller);
}
