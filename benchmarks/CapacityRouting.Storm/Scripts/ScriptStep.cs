namespace CapacityRouting.Storm.Scripts;

/// <summary>One step of a script.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Text">The piece of text that it brings, or what names the reasoning, the signature or the call; else empty.</param>
internal readonly record struct ScriptStep(StepKind Kind, string Text = "")
{
    /// <summary>Whether it brings something that the caller is to get once, beside the text.</summary>
    public bool IsExtra => Kind is StepKind.Reasoning or StepKind.Signature or StepKind.Call;

    /// <summary>Whether it brings something that commits a stream.</summary>
    public bool HasSubstance => Kind == StepKind.Text || IsExtra;
}
