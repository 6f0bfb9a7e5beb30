using CapacityRouting.Simulation;
using Polly;
using Polly.Retry;

namespace CapacityRouting.Goodput.Rivals;

/// <summary>Retries with exponential backoff on the preferred model, and no other one: what most applications do.</summary>
/// <remarks>
/// Source: Polly itself (Polly.Core 8), with the settings of <c>HttpRetryStrategyOptions</c> of Microsoft.Extensions.Http.Resilience (dotnet/extensions,
/// src/Libraries/Microsoft.Extensions.Http.Resilience/Polly): three retries after about 2, 4 and 8 seconds with jitter, or after what the
/// Retry-After header says, on 408, 429, 5xx and broken connections. The last failure is thrown. Its standard handler would add
/// a timeout of 10 s for each attempt and 30 s in all, and a circuit breaker: those are not retries, and left out.
/// </remarks>
internal sealed class BackoffRetry : Rival
{
    private readonly ResiliencePipeline _pipeline;

    public BackoffRetry(RunContext context)
        : base(context)
    {
        RetryStrategyOptions retry = new()
        {
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Randomizer = new Random(context.Seed).NextDouble,
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } failure && IsTransient(failure)),
            DelayGenerator = arguments => ValueTask.FromResult(ProviderReply.RetryAfter(arguments.Outcome.Exception!, Time)),
        };
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = Time }.AddRetry(retry).Build();
    }

    protected override async Task<TAnswer> SendAsync<TAnswer>(RivalRequest request, RivalAttempt<TAnswer> attempt, CancellationToken cancellationToken) =>
        await _pipeline.ExecuteAsync(async token => await attempt(Routes[0], token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    private static bool IsTransient(Exception failure) =>
        ProviderReply.Status(failure) is 408 or 429 or >= 500 || ProviderReply.IsConnectionFailure(failure);
}
