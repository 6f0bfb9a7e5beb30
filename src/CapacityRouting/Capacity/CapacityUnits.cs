namespace CapacityRouting.Capacity;

/// <summary>
/// What a call takes, or took, of a quota. The surcharge is what its output counts beyond its tokens, where a limit is of input and output together.
/// </summary>
internal readonly record struct CapacityUnits(long Requests, long InputTokens, long OutputTokens, long Surcharge)
{
    // Two of them still add up within a word.
    private const long MostTokens = long.MaxValue / 4;

    /// <summary>What it costs, in the units of <see cref="Money"/>; zero where the route has no prices.</summary>
    public long Cost { get; init; }

    public static CapacityUnits None => default;

    /// <summary>A call that was sent and refused: counted as a request, as OpenAI documents it, but its tokens never ran.</summary>
    public static CapacityUnits RequestOnly => new(1, 0, 0, 0);

    /// <summary>What counts in a limit of input and output together.</summary>
    public long Tokens => InputTokens + OutputTokens + Surcharge;

    public static CapacityUnits operator +(in CapacityUnits one, in CapacityUnits other) =>
        new(one.Requests + other.Requests, one.InputTokens + other.InputTokens, one.OutputTokens + other.OutputTokens, one.Surcharge + other.Surcharge)
        {
            Cost = one.Cost + other.Cost,
        };

    /// <summary>Counts that come from callers and providers are brought within reason here: below zero they would give capacity away.</summary>
    public static CapacityUnits OneRequest(long inputTokens, long outputTokens, double outputWeight = 1)
    {
        long output = Math.Clamp(outputTokens, 0, MostTokens);
        long surcharge = outputWeight > 1 ? (long)Math.Min(Math.Ceiling(output * (outputWeight - 1)), MostTokens) : 0;
        return new(1, Math.Clamp(inputTokens, 0, MostTokens), output, surcharge);
    }
}
