using CapacityRouting.Simulation;

namespace CapacityRouting.Goodput.Rivals;

/// <summary>LiteLLM's usage-based routing: the deployment with the fewest tokens this minute, of those whose configured limits leave room.</summary>
/// <remarks>
/// Source: as <see cref="CooldownRival"/>; litellm/router_strategy/lowest_tpm_rpm_v2.py (<c>usage-based-routing-v2</c>). Minutes are the calendar's. A request is
/// counted when it is sent, refused or not; its tokens when its answer is complete, in the minute of that. Left out is a deployment whose tokens
/// and the prompt's together exceed its tokens per minute, or that has had its requests per minute. Ties are drawn. When none is left, the request
/// fails with a 429; its retries follow at once, as other deployments are there, and so change nothing. LiteLLM counts with a tokenizer where this counts
/// characters, and its filter by requests misses its own keys, so that a check before the call does that work: with the same outcome.
/// </remarks>
internal sealed class LowestTpm : CooldownRival
{
    private readonly MinuteUsage[] _usage;

    public LowestTpm(RunContext context)
        : base(context) => _usage = [.. Routes.Select(_ => new MinuteUsage(Time))];

    protected override Task<TAnswer> SendAsync<TAnswer>(RivalRequest request, RivalAttempt<TAnswer> attempt, CancellationToken cancellationToken)
    {
        long prompt = request.EstimateInputTokens();
        return SendInGroupAsync(request, healthy => Lowest(healthy, prompt), attempt, cancellationToken);
    }

    protected override void OnAnswered(RivalRoute route, long tokens)
    {
        base.OnAnswered(route, tokens);
        _usage[route.Index].Add(tokens: tokens);
    }

    private RivalRoute? Lowest(IReadOnlyList<RivalRoute> healthy, long prompt)
    {
        RivalRoute[] withRoom = [.. healthy.Where(route => HasRoom(route, prompt))];
        if (withRoom.Length == 0)
            return null;
        long lowest = withRoom.Min(route => _usage[route.Index].Tokens);
        RivalRoute[] tied = Array.FindAll(withRoom, route => _usage[route.Index].Tokens == lowest);
        RivalRoute picked = tied[Random.Next(tied.Length)];
        _usage[picked.Index].Add(requests: 1);
        return picked;
    }

    private bool HasRoom(RivalRoute route, long prompt)
    {
        MinuteUsage usage = _usage[route.Index];
        return !(usage.Tokens + prompt > route.TokensPerMinute) && !(usage.Requests + 1 > route.RequestsPerMinute);
    }
}
