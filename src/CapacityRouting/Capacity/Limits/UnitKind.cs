namespace CapacityRouting.Capacity.Limits;

/// <summary>What limits count, whatever their window. The numbers are places in <see cref="CapacityUnits"/>.</summary>
internal enum UnitKind
{
    Requests,
    InputTokens,
    OutputTokens,

    /// <summary>Input and output together.</summary>
    Tokens,
    Money,
}
