namespace CapacityRouting.Capacity.Limits;

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
