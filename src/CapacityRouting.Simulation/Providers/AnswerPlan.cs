namespace CapacityRouting.Simulation.Providers;

/// <summary>How an admitted call will be answered: decided at once, so that it depends on nothing but the seed.</summary>
/// <param name="UntilFirstToken">The time to the first token.</param>
/// <param name="PerToken">The time of each token.</param>
/// <param name="Pieces">The tokens of each piece in which it is written.</param>
/// <param name="Breaks">What ends it in its middle; null when nothing does.</param>
internal sealed record AnswerPlan(TimeSpan UntilFirstToken, TimeSpan PerToken, int[] Pieces, FaultKind? Breaks)
{
    private const int MostPieces = 8;

    /// <summary>Pieces that are written before it breaks, or ends.</summary>
    public int WholePieces => Breaks is null ? Pieces.Length : Pieces.Length / 2;

    /// <summary>How the provider sees its end.</summary>
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
