namespace QuickStart.Providers;

/// <summary>How long an answer takes: a while until its first token, then a little for each one.</summary>
internal sealed record Latency
{
    public TimeSpan FirstToken { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>Up to this much is added to the first token's time.</summary>
    public TimeSpan Jitter { get; init; } = TimeSpan.FromMilliseconds(100);

    public TimeSpan PerToken { get; init; } = TimeSpan.FromMilliseconds(2);

    public TimeSpan UntilFirstToken(Random random) => FirstToken + Jitter * random.NextDouble();

    public TimeSpan ToGenerate(int tokens) => PerToken * tokens;
}
