namespace CapacityRouting.Storm.Scripts;

/// <summary>One step of a script.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Text">The piece of text that it brings; else empty.</param>
internal readonly record struct ScriptStep(StepKind Kind, string Text = "");
