using CapacityRouting.Pipeline;

namespace CapacityRouting.Chat.Streaming;

/// <summary>A call of <see cref="Microsoft.Extensions.AI.IChatClient.GetStreamingResponseAsync"/>, or the rest of a broken answer.</summary>
internal sealed class StreamCall(ChatDemand demand, ChatRoutes routes, RoutingReport report, CancellationToken caller) : Call<AttemptStream>(demand, report, caller)
{
    public override bool IsStreamed => true;

    public override ValueTask<AttemptOutcome<AttemptStream>> AttemptAsync(Attempt attempt) =>
        new AttemptStream(attempt, routes, new(attempt, demand, routes.ClientOf(attempt.Route))).PrimeAsync();
}
