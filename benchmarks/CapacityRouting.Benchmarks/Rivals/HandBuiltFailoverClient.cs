using System.Threading.RateLimiting;
using CapacityRouting.Benchmarks.Stubs;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Benchmarks.Rivals;

/// <summary>
/// What a good engineer builds from the base library and Polly: a concurrency limiter and two token buckets for each client, a
/// circuit breaker and a timeout around the call, and the next client on a refusal or an exception. A refusal is read from
/// the lease; nothing is thrown to skip a client.
/// </summary>
internal sealed class HandBuiltFailoverClient(params HandBuiltRoute[] routes) : RivalClient
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        int tokens = Workload.EstimateTokens(messages);
        Exception? last = null;
        foreach (HandBuiltRoute route in routes)
        {
            using RateLimitLease slot = route.InFlight.AttemptAcquire();
            if (!slot.IsAcquired)
                continue;
            using RateLimitLease request = route.Requests.AttemptAcquire();
            if (!request.IsAcquired)
                continue;
            using RateLimitLease spent = route.Tokens.AttemptAcquire(tokens);
            if (!spent.IsAcquired)
                continue;
            try
            {
                return await route.Pipeline.ExecuteAsync(
                    static async (call, token) => await call.Client.GetResponseAsync(call.messages, call.options, token).ConfigureAwait(false),
                    (route.Client, messages, options),
                    cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                last = failure;
            }
        }

        throw new InvalidOperationException("No client took the call.", last);
    }
}
