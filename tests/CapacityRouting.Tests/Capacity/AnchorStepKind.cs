namespace CapacityRouting.Tests.Capacity;

internal enum AnchorStepKind
{
    Take,
    Arrive,
    Answer,
}
