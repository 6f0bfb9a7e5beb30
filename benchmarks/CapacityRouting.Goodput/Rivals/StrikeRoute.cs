namespace CapacityRouting.Goodput.Rivals;

/// <summary>What a hand-built router keeps of one model: its buckets, its slots, what it was told to wait, and its strikes. Not thread-safe.</summary>
internal sealed class StrikeRoute(RivalRoute route, TimeProvider time)
{
    private const int Strikes = 3;

    private static readonly TimeSpan Out = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan UnstatedWait = TimeSpan.FromSeconds(1);

    private readonly MinuteBucket _requests = new(route.RequestsPerMinute, time);
    private readonly MinuteBucket _tokens = new(route.TokensPerMinute, time);
    private DateTimeOffset _shutUntil;
    private int _strikes;
    private int _underWay;

    public RivalRoute Route => route;

    /// <summary>Whether it takes a prompt of so many tokens at all.</summary>
    public bool Suits(long inputTokens) => !(inputTokens > route.ContextWindow);

    public bool HasRoom(long tokens) =>
        time.GetUtcNow() >= _shutUntil && !(_underWay >= route.MaxConcurrentRequests) && _requests.Fits(1) && _tokens.Fits(tokens);

    public void Begin(long tokens)
    {
        _underWay++;
        _requests.Take(1);
        _tokens.Take(tokens);
    }

    public void Succeeded()
    {
        _underWay--;
        _strikes = 0;
    }

    /// <summary>A refusal shuts it for as long as it states; the third failure of another kind in a row for half a minute.</summary>
    public void Failed(Exception failure)
    {
        _underWay--;
        if (ProviderReply.IsRateLimit(failure))
        {
            Shut(ProviderReply.RetryAfter(failure, time) ?? UnstatedWait);
        }
        else if (++_strikes >= Strikes)
        {
            _strikes = 0;
            Shut(Out);
        }
    }

    private void Shut(TimeSpan wait)
    {
        DateTimeOffset until = time.GetUtcNow() + wait;
        if (until > _shutUntil)
            _shutUntil = until;
    }
}
