namespace CapacityRouting.Simulation.Providers;

/// <summary>The plan for an admitted call's answer. It is made at admission, so that it depends on nothing but the seed.</summary>
/// <param name="UntilFirstToken">The time to the first token.</param>
/// <param name="PerToken">The time of each token.</param>
/// <param name="Pieces">The tokens of each written piece.</param>
/// <param name="Breaks">The fault that ends the answer. Null for none.</param>
/// <param name="Silence">The time without a sign before the connection breaks.</param>
internal sealed record AnswerPlan(TimeSpan UntilFirstToken, TimeSpan PerToken, int[] Pieces, FaultKind? Breaks, TimeSpan Silence)
{
    private const int MostPieces = 8;

    /// <summary>The pieces that are written before the answer breaks off, or ends.</summary>
    public int WholePieces => Breaks is null ? Pieces.Length : IsHung ? 0 : Pieces.Length / 2;

    /// <summary>Whether no byte of a response comes before the connection breaks.</summary>
    public bool IsHung => Breaks == FaultKind.Hang;

    /// <summary>Whether the connection breaks after the first pieces.</summary>
    public bool IsCut => Breaks is FaultKind.MidStreamCut or FaultKind.Stall;

    /// <summary>The end of the answer, as the provider sees it.</summary>
    public VisitEnd End => Breaks is null && Pieces.Length > 0 ? VisitEnd.Answered : VisitEnd.Broken;

    /// <param name="request">The admitted request.</param>
    /// <param name="settings">The provider's settings.</param>
    /// <param name="random">The request's source of chance.</param>
    /// <param name="isStruckBy">Whether a fault strikes the request.</param>
    public static AnswerPlan For(ProviderRequest request, ProviderSettings settings, Random random, Predicate<Fault> isStruckBy)
    {
        LatencyModel latency = settings.Latency;
        TimeSpan first = latency.FirstToken + (latency.Jitter * random.NextDouble());
        FaultKind? breaks = null;
        TimeSpan silence = TimeSpan.Zero;
        int output = Math.Min(request.OutputTokens, request.MaxOutputTokens ?? int.MaxValue);
        foreach (Fault fault in settings.Faults)
        {
            if (FaultStrikes.IsAtTheDoor(fault.Kind) || !isStruckBy(fault))
                continue;
            if (fault.Kind == FaultKind.BrownOut)
                first *= fault.Slowness;
            else if (fault.Kind == FaultKind.EmptyAnswer)
                output = 0;
            else
                (breaks, silence) = (fault.Kind, fault.Kind is FaultKind.Hang or FaultKind.Stall ? fault.Silence : TimeSpan.Zero);
        }

        return new(first, latency.PerToken, Split(output), breaks, silence);
    }

    private static int[] Split(int tokens)
    {
        int pieces = Math.Min(MostPieces, tokens);
        return [.. Enumerable.Range(0, pieces).Select(i => (int)(((long)tokens * (i + 1) / pieces) - ((long)tokens * i / pieces)))];
    }
}
