using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Rivals;

/// <summary>LiteLLM's simple shuffle: any deployment that is not cooling down, by chance, and the larger its limit the likelier.</summary>
/// <remarks>
/// Source: as <see cref="CooldownRival"/>; litellm/router_strategy/simple_shuffle.py, the default and recommended strategy. Weights are the requests per
/// minute, else the tokens per minute, else all the same. LiteLLM goes by the first figure that the first deployment has, and never picks those
/// without it; here it is the first that all have, as an operator would configure it.
/// </remarks>
internal sealed class WeightedShuffleCooldown : CooldownRival
{
    private readonly long[] _weights;

    public WeightedShuffleCooldown(RunContext context)
        : base(context) =>
        _weights = Weights(route => route.RequestsPerMinute) ?? Weights(route => route.TokensPerMinute) ?? Weights(_ => 1)!;

    protected override Task<TAnswer> SendAsync<TAnswer>(RivalRequest request, RivalAttempt<TAnswer> attempt, CancellationToken cancellationToken) =>
        SendInGroupAsync(request, Draw, attempt, cancellationToken);

    private RivalRoute Draw(IReadOnlyList<RivalRoute> healthy)
    {
        double drawn = Random.NextDouble() * healthy.Sum(route => _weights[route.Index]);
        return healthy.FirstOrDefault(route => (drawn -= _weights[route.Index]) < 0) ?? healthy[^1];
    }

    /// <summary>Null when one of them has none.</summary>
    private long[]? Weights(Func<RivalRoute, long?> weight) =>
        Routes.All(route => weight(route) is not null) ? [.. Routes.Select(route => weight(route)!.Value)] : null;
}
