namespace CapacityRouting.Tests.Capacity;

internal enum StepKind
{
    Take,
    Settle,
    Abandon,
}
