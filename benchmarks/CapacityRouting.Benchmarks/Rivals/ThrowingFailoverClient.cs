using Microsoft.Extensions.AI;

namespace CapacityRouting.Benchmarks.Rivals;

/// <summary>The common shorter way: the limiters are in the pipeline too, and a client without room is skipped by its exception.</summary>
internal sealed class ThrowingFailoverClient(params HandBuiltRoute[] routes) : RivalClient
{
    private readonly HandBuiltRoute[] _routes = [.. routes.Select(route => route.WithLimitersInPipeline())];

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Exception? last = null;
        foreach (HandBuiltRoute route in _routes)
        {
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
