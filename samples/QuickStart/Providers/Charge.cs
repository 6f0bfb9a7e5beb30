namespace QuickStart.Providers;

/// <summary>What one call takes from each bucket when it is admitted.</summary>
internal sealed record Charge(long Tokens = 0, long InputTokens = 0)
{
    /// <summary>
    /// Output tokens are counted as they are generated, not at admission: a call only needs the bucket not to be empty.
    /// </summary>
    public long On(Dimension dimension) => dimension switch
    {
        Dimension.Requests => 1,
        Dimension.Tokens => Tokens,
        Dimension.InputTokens => InputTokens,
        _ => 0,
    };
}
