namespace QuickStart.Providers;

/// <summary>Why a call was refused: the numbers behind a 429.</summary>
/// <param name="RetryIn">When the call would fit; null when it never will or the provider can't tell.</param>
internal sealed record Refusal(Dimension Dimension, long Limit, long Used, long Requested, TimeSpan? RetryIn)
{
    /// <summary>Larger than the whole limit: no wait will help.</summary>
    public bool CanNeverFit => Requested > Limit;
}
