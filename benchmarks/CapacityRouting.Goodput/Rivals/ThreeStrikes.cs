using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Rivals;

/// <summary>
/// What a team builds by hand in an afternoon: a token bucket of the configured limits for each model, stated waits obeyed, and a model that fails three times in a row left alone
/// for half a minute. The first model in order with room is asked.
/// </summary>
/// <remarks>
/// No single source: it is made from the parts that such code is made of, <c>TokenBucketRateLimiter</c> (System.Threading.RateLimiting) and the circuit breaker's usual figures. A call
/// is charged a request, its estimated input and its <c>max_tokens</c>; it gives back nothing. A call that fails is sent to the next model with room, three times at most. A call
/// that finds none waits in a line until its patience is over.
/// </remarks>
internal sealed class ThreeStrikes : Rival
{
    private const int Attempts = 4;

    private readonly StrikeRoute[] _routes;
    private readonly StrikeLine _line;
    private readonly TimeSpan _patience;

    public ThreeStrikes(RunContext context)
        : base(context)
    {
        _routes = [.. Routes.Select(route => new StrikeRoute(route, Time))];
        _line = new(_routes, Time);
        _patience = context.Patience;
    }

    public override void Dispose()
    {
        _line.Dispose();
        base.Dispose();
    }

    protected override async Task<TAnswer> SendAsync<TAnswer>(RivalRequest request, RivalAttempt<TAnswer> attempt, CancellationToken cancellationToken)
    {
        long input = request.EstimateInputTokens();
        if (!Array.Exists(_routes, route => route.Suits(input)))
            throw NothingAvailableException.TooLong(input);
        DateTimeOffset until = Time.GetUtcNow() + _patience;
        for (int tried = 1; ; tried++)
        {
            StrikeRoute route = await _line.TakeAsync(input, input + (request.Options?.MaxOutputTokens ?? 0), until).ConfigureAwait(false) ?? throw NothingAvailableException.ForNow();
            try
            {
                return await attempt(route.Route, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                route.Failed(failure);
                if (tried == Attempts || ProviderReply.Status(failure) is >= 400 and < 500 and not (408 or 429))
                    throw;
            }
        }
    }

    protected override void OnAnswered(RivalRoute route, long tokens) => _routes[route.Index].Succeeded();

    protected override void OnBroken(RivalRoute route, Exception failure) => _routes[route.Index].Failed(failure);
}
