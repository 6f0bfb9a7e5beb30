namespace CapacityRouting.Interleavings.Seeded;

/// <summary>A bug: one place of the sources put differently, and the scenario that must find it.</summary>
/// <param name="File">The end of the source's path.</param>
/// <param name="Place">The text of the place, which is there exactly once.</param>
/// <param name="Replacement">What stands there instead.</param>
/// <param name="Type">The class of the scenario.</param>
/// <param name="Scenario">The test that has the scenario; of a theory, one of its rows must find the bug.</param>
internal sealed record SeededBug(string File, string Place, string Replacement, Type Type, string Scenario);
