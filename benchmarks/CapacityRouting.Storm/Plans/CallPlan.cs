namespace CapacityRouting.Storm.Plans;

/// <summary>Everything about one call that is drawn before it begins.</summary>
/// <param name="Number">Which call it is.</param>
/// <param name="Words">How many words its answer has.</param>
/// <param name="Attempts">What its attempts meet, in their order; further ones meet nothing.</param>
/// <param name="Caller">What its caller does.</param>
/// <param name="CallerAt">At which point, after how many milliseconds, or after how many updates.</param>
/// <param name="TokenInLoop">Whether the token is given to the enumerator and not to the call.</param>
internal sealed record CallPlan(int Number, int Words, AttemptPlan[] Attempts, CallerKind Caller, int CallerAt, bool TokenInLoop)
{
    // Beyond any call of a storm.
    private const int Later = 100_000_000;

    /// <summary>What a model would say that nothing stops.</summary>
    public string Answer { get; init; } = NumberedWords.Of(Number, Words);

    /// <summary>The plan of the second call of a caller that enumerates the same stream once more.</summary>
    public CallPlan Again => new(Number + Later, Words, Attempts, CallerKind.Reads, 0, TokenInLoop);

    public AttemptPlan Attempt(int index) => index < Attempts.Length ? Attempts[index] : AttemptPlan.Good;
}
