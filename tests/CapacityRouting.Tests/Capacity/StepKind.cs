namespace CapacityRouting.Tests.Capacity;

internal enum StepKind
{
    Take,
    Book,
    Settle,
    Abandon,
}
