namespace CapacityRouting.Simulation.Providers;

/// <summary>The plan for an admitted call's answer. It is made at admission, so that it depends on nothing but the seed.</summary>
/// <param name="UntilFirstToken">The time to the first token.</param>
/// <param name="PerToken">The time of each token.</param>
/// <param name="Pieces">The tokens of each written piece.</param>
/// <param name="Breaks">The fault that ends the answer in the middle. Null for none.</param>
internal sealed record AnswerPlan(TimeSpan UntilFirstToken, TimeSpan PerToken, int[] Pieces, FaultKind? Breaks)
{
    private const int MostPieces = 8;

    /// <summary>The pieces that are written before the answer breaks off, or ends.</summary>
    public int WholePieces => Breaks is null ? Pieces.Length : Pieces.Length / 2;

    /// <summary>The end of the answer, as the provider sees it.</summary>
    public VisitEnd End => Breaks is null && Pieces.Length > 0 ? VisitEnd.Answered : VisitEnd.Broken;

    public static AnswerPlan For(ProviderRequest request, ProviderSettings settings, TimeSpan now, Random random)
    {
        LatencyModel latency = settings.Latency;
        TimeSpan first = latency.FirstToken + (latency.Jitter * random.NextDouble());
        FaultKind? breaks = null;
        int output = Math.Min(request.OutputTokens, request.MaxOutputTokens ?? int.MaxValue);
        foreach (Fault fault in settings.Faults)
        {
            if (fault.Kind is FaultKind.Outage or FaultKind.StrayRefusal || !fault.Covers(now) || random.NextDouble() >= fault.Share)
                continue;
            if (fault.Kind == FaultKind.BrownOut)
                first *= fault.Slowness;
            else if (fault.Kind == FaultKind.EmptyAnswer)
                output = 0;
            else
                breaks = fault.Kind;
        }

        return new(first, latency.PerToken, Split(output), breaks);
    }

    private static int[] Split(int tokens)
    {
        int pieces = Math.Min(MostPieces, tokens);
        return [.. Enumerable.Range(0, pieces).Select(i => (int)(((long)tokens * (i + 1) / pieces) - ((long)tokens * i / pieces)))];
    }
}
