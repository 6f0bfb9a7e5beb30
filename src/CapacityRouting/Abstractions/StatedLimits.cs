namespace CapacityRouting.Abstractions;

/// <summary>What a refusal said of limits. Most failures say nothing of them, and a failure may be kept for long, so it has this only where something was said.</summary>
internal sealed record StatedLimits
{
    /// <summary>The limit that the provider named, with its figures.</summary>
    public LimitFigures? Figures { get; init; }

    /// <summary>The dimension of the limit that the provider named, with a figure or without. Null where it named none, or several.</summary>
    public CapacityDimension? Dimension { get; init; }

    /// <summary>What the refusal said of a limit of calls under way; null where it spoke of none.</summary>
    public ConcurrencyFigure? Concurrency { get; init; }

    /// <summary>What the refusal of a request's length said of the model's window; null where its words were not read.</summary>
    public WindowFigures? Window { get; init; }
}
