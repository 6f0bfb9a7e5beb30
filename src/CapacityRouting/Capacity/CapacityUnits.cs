namespace CapacityRouting.Capacity;

/// <summary>What a call takes, or took, of a quota.</summary>
internal readonly record struct CapacityUnits(long Requests, long InputTokens, long OutputTokens)
{
    public static CapacityUnits None => default;

    /// <summary>A call that was sent and refused: counted as a request, as OpenAI documents it, but its tokens never ran.</summary>
    public static CapacityUnits RequestOnly => new(1, 0, 0);

    public long Tokens => InputTokens + OutputTokens;

    public static CapacityUnits OneRequest(long inputTokens, long outputTokens) => new(1, inputTokens, outputTokens);
}
