using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CapacityRouting.Abstractions;

namespace CapacityRouting.Capacity.Limits;

/// <summary>The units that a call takes, or took, from a quota: a count of each <see cref="UnitKind"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct CapacityUnits
{
    // So that two of them still add up within a word.
    private const long MostTokens = long.MaxValue / 4;

    /// <param name="requests">Calls.</param>
    /// <param name="inputTokens">Tokens of the prompt.</param>
    /// <param name="outputTokens">Tokens of the answer.</param>
    /// <param name="surcharge">The weight of the output beyond its tokens, in a limit of input and output together.</param>
    public CapacityUnits(long requests, long inputTokens, long outputTokens, long surcharge)
    {
        Requests = requests;
        InputTokens = inputTokens;
        OutputTokens = outputTokens;
        Tokens = inputTokens + outputTokens + surcharge;
    }

    // In the order of UnitKind.
    public long Requests { get; private init; }

    public long InputTokens { get; private init; }

    public long OutputTokens { get; private init; }

    /// <summary>The units in a limit of input and output together.</summary>
    public long Tokens { get; private init; }

    /// <summary>The cost, in the units of <see cref="Money"/>; zero where the route has no prices.</summary>
    public long Cost { get; init; }

    public static CapacityUnits None => default;

    /// <summary>A call that was sent and refused: counted as a request, as OpenAI documents it, while its tokens never ran.</summary>
    public static CapacityUnits RequestOnly => new(1, 0, 0, 0);

    public static CapacityUnits operator +(in CapacityUnits one, in CapacityUnits other) => new()
    {
        Requests = one.Requests + other.Requests,
        InputTokens = one.InputTokens + other.InputTokens,
        OutputTokens = one.OutputTokens + other.OutputTokens,
        Tokens = one.Tokens + other.Tokens,
        Cost = one.Cost + other.Cost,
    };

    /// <summary>A share of the units.</summary>
    public CapacityUnits Times(double share) => share >= 1 ? this : new()
    {
        Requests = (long)Math.Ceiling(Requests * share),
        InputTokens = (long)(InputTokens * share),
        OutputTokens = (long)(OutputTokens * share),
        Tokens = (long)(Tokens * share),
        Cost = (long)(Cost * share),
    };

    /// <summary>The difference, kind by kind; never below zero.</summary>
    public CapacityUnits Without(in CapacityUnits other) => new()
    {
        Requests = Math.Max(0, Requests - other.Requests),
        InputTokens = Math.Max(0, InputTokens - other.InputTokens),
        OutputTokens = Math.Max(0, OutputTokens - other.OutputTokens),
        Tokens = Math.Max(0, Tokens - other.Tokens),
        Cost = Math.Max(0, Cost - other.Cost),
    };

    /// <summary>The count of a kind. A decision asks a dozen times: one load here, as a branch each time would be a fifth of its cost.</summary>
    public long Of(UnitKind kind) => Unsafe.Add(ref Unsafe.As<CapacityUnits, long>(ref Unsafe.AsRef(in this)), (int)kind);

    /// <summary>The units of one request. Counts from callers and providers are clamped here: below zero they would give capacity away.</summary>
    public static CapacityUnits OneRequest(long inputTokens, long outputTokens, double outputWeight = 1)
    {
        long output = Math.Clamp(outputTokens, 0, MostTokens);
        long surcharge = outputWeight > 1 ? (long)Math.Min(Math.Ceiling(output * (outputWeight - 1)), MostTokens) : 0;
        return new(1, Math.Clamp(inputTokens, 0, MostTokens), output, surcharge);
    }
}

/// <summary>The kinds of units that limits count, whatever their window. The values are indexes into <see cref="CapacityUnits"/>.</summary>
internal enum UnitKind
{
    Requests,
    InputTokens,
    OutputTokens,

    /// <summary>Input and output together.</summary>
    Tokens,
    Money,
}
