namespace CapacityRouting.Storm.Plans;

/// <summary>Draws the plans of calls, each by its number and the seed alone.</summary>
internal sealed class PlanDraw(int seed, FaultWeights weights, bool hasFlaws, bool hasExtras)
{
    private const int MostWords = 12;
    private const int MostPieces = 24;
    private const int MostPoints = 90;
    private const int FewestOfMany = 70;
    private const int LongestPatience = 4_000;

    // Later attempts fare better, or hardly any call would be answered.
    private static readonly double[] FaultShares = [0.75, 0.4, 0.25];

    private static readonly CallerKind[] Callers =
    [
        .. Enumerable.Repeat(CallerKind.Reads, 55), .. Enumerable.Repeat(CallerKind.CancelsAtPoint, 22), .. Enumerable.Repeat(CallerKind.CancelsInTime, 8),
        .. Enumerable.Repeat(CallerKind.Leaves, 7), .. Enumerable.Repeat(CallerKind.Abandons, 3), .. Enumerable.Repeat(CallerKind.Throws, 5),
        .. Enumerable.Repeat(CallerKind.AbandonsAmid, 3), .. Enumerable.Repeat(CallerKind.DisposesAmid, 4), .. Enumerable.Repeat(CallerKind.ReadsTwice, 3),
    ];

    public CallPlan Draw(int number)
    {
        Random random = new(HashCode(number));
        CallerKind caller = Callers[random.Next(Callers.Length)];
        int at = caller switch
        {
            CallerKind.CancelsAtPoint => random.Next(MostPoints),
            CallerKind.CancelsInTime => random.Next(LongestPatience),
            _ => random.Next(MostWords),
        };
        return new(number, 1 + random.Next(MostWords), [.. FaultShares.Select(share => Attempt(random, share))], caller, at, random.Next(3) == 0);
    }

    private AttemptPlan Attempt(Random random, double share)
    {
        StormFault fault = random.NextDouble() < share ? weights.Draw(random) : StormFault.None;
        return new(fault, random.Next(4) == 0 ? 0 : random.Next(MostPieces), Lifecycle(random), (Seam)random.Next(3), Flaws(random), ExtraOf(random), random.Next());
    }

    /// <summary>Updates of nothing: a few, or more than any buffer keeps.</summary>
    private static int Lifecycle(Random random) => random.Next(40) == 0 ? FewestOfMany + random.Next(FewestOfMany) : random.Next(4);

    private ClientFlaws Flaws(Random random)
    {
        // Drawn whether or not they are wanted, so that the rest of a plan is the same.
        int draw = random.Next(100);
        if (!hasFlaws)
            return ClientFlaws.None;
        ClientFlaws flaws = draw % 5 == 0 ? ClientFlaws.ThrowsAtOnce : ClientFlaws.None;
        if (draw is < 10 or >= 90)
            flaws |= ClientFlaws.IgnoresToken;
        if (draw is >= 5 and < 15)
            flaws |= ClientFlaws.DisposesSlowly;
        if (draw is >= 12 and < 20)
            flaws |= ClientFlaws.ThrowsOnDispose;
        return flaws;
    }

    private Extra ExtraOf(Random random)
    {
        int draw = random.Next(8);
        return hasExtras && draw <= (int)Extra.Call ? (Extra)draw : Extra.None;
    }

    // Seeds next to each other give nearly the same.
    private int HashCode(int number) => unchecked((int)((((uint)number * 2654435761) ^ ((uint)seed * 40503)) * 2246822519));
}
