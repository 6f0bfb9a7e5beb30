namespace CapacityRouting.Goodput.Figures;

/// <summary>Which side of a bound is the right one.</summary>
internal enum BoundKind
{
    /// <summary>More is better, and as much will do.</summary>
    AtLeast,

    /// <summary>Less is better, and as much will do.</summary>
    AtMost,

    /// <summary>Less is better, and as much is too much.</summary>
    Below,
}
