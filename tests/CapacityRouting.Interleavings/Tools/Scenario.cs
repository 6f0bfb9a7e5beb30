namespace CapacityRouting.Interleavings.Tools;

/// <summary>Programs that run at the same time on fresh state, and what must hold when all have ended.</summary>
internal sealed record Scenario(Action Check, params Action[] Programs);
