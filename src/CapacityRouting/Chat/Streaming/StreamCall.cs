using CapacityRouting.Chat.Continuation;
using CapacityRouting.Pipeline;

namespace CapacityRouting.Chat.Streaming;

/// <summary>A call of <see cref="Microsoft.Extensions.AI.IChatClient.GetStreamingResponseAsync"/>, or the rest of a broken answer.</summary>
/// <param name="demand">The request.</param>
/// <param name="routes">The chat side of the routes.</param>
/// <param name="report">The report.</param>
/// <param name="caller">The caller's token.</param>
/// <param name="rest">The request for the rest of a broken answer; null for a call of the caller's.</param>
internal sealed class StreamCall(ChatDemand demand, ChatRoutes routes, RoutingReport report, CancellationToken caller, ContinuedRequest? rest = null)
    : Call<AttemptStream>(demand, report, caller)
{
    public override bool IsStreamed => true;

    public override ValueTask<AttemptOutcome<AttemptStream>> AttemptAsync(Attempt attempt) =>
        new AttemptStream(attempt, routes, new(attempt, demand, routes.ClientOf(attempt.Route)), demand.IsInstructedAt(attempt.Route) ? rest?.Prove() : null).PrimeAsync();
}
