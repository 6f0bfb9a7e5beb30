using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Rivals;

/// <summary>No router at all: one model, asked through OpenAI's .NET SDK as it comes, with the retries that it makes itself.</summary>
/// <remarks>
/// Source: <c>ClientRetryPolicy</c> of System.ClientModel, which that SDK's pipeline uses (Azure/azure-sdk-for-net, sdk/core/System.ClientModel; its defaults). Three retries
/// after a 408, 429, 500, 502, 503 or 504, and after a connection that broke. The first comes after 0.8 s, each later one after twice as long, without jitter; a longer wait
/// in Retry-After counts instead. A stream is tried again until its response begins. The network timeout of 100 s is as long as the silence of a provider that hangs.
/// </remarks>
internal sealed class BareSdk(RunContext context) : Rival(context)
{
    private const int Retries = 3;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(0.8);

    protected override async Task<TAnswer> SendAsync<TAnswer>(RivalRequest request, RivalAttempt<TAnswer> attempt, CancellationToken cancellationToken)
    {
        for (int retry = 0; ; retry++)
        {
            TimeSpan wait;
            try
            {
                return await attempt(Routes[0], cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (retry < Retries && IsRetried(failure) && !cancellationToken.IsCancellationRequested)
            {
                TimeSpan backoff = FirstDelay * (1 << retry);
                wait = ProviderReply.RetryAfter(failure, Time) is { } stated && stated > backoff ? stated : backoff;
            }

            await Task.Delay(wait, Time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsRetried(Exception failure) => ProviderReply.Status(failure) is 408 or 429 or 500 or 502 or 503 or 504 || ProviderReply.IsConnectionFailure(failure);
}
