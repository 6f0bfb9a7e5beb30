namespace CapacityRouting.Tests.Capacity;

internal enum ReconcilerStepKind
{
    Take,
    Arrive,
    Answer,
}
