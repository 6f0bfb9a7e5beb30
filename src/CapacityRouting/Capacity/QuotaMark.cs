namespace CapacityRouting.Capacity;

internal readonly record struct QuotaMark(long At);
