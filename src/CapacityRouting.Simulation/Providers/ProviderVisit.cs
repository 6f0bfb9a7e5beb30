namespace CapacityRouting.Simulation;

/// <summary>One request that reached a simulated provider, and its end: the truth with which a router's own figures are compared.</summary>
/// <remarks>Not thread-safe: read it when <see cref="End"/> is not <see cref="VisitEnd.None"/>. It is then complete.</remarks>
public sealed class ProviderVisit
{
    internal ProviderVisit(string provider, int call, TimeSpan at)
    {
        Provider = provider;
        Call = call;
        At = at;
    }

    /// <summary>The provider's name.</summary>
    public string Provider { get; }

    /// <summary>The number of the workload's call that it belonged to, from zero; -1 for one from elsewhere.</summary>
    public int Call { get; }

    /// <summary>When it arrived, since the start of the run.</summary>
    public TimeSpan At { get; }

    /// <summary>The shard that it came to, from zero.</summary>
    internal int Shard { get; init; }

    /// <summary>How it ended.</summary>
    public VisitEnd End { get; internal set; }

    /// <summary>When it ended, since the start of the run.</summary>
    public TimeSpan EndedAt { get; internal set; }

    /// <summary>The fault that struck it; the last one of several, null for none.</summary>
    public FaultKind? Struck { get; internal set; }

    /// <summary>Input tokens that it asked for at admission, as the provider estimated them, whether it was admitted or not.</summary>
    public long AskedInputTokens { get; internal set; }

    /// <summary>Output tokens that it asked for at admission; zero where output is charged as it is written.</summary>
    public long AskedOutputTokens { get; internal set; }

    /// <summary>True tokens of its prompt, if it was admitted.</summary>
    public long InputTokens { get; internal set; }

    /// <summary>Tokens that were written.</summary>
    public long OutputTokens { get; internal set; }

    /// <summary>Tokens that its limits were charged, all in all.</summary>
    public long ChargedTokens { get; internal set; }
}
