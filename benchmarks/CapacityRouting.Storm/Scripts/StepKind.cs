namespace CapacityRouting.Storm.Scripts;

/// <summary>One thing that a model does while it answers.</summary>
internal enum StepKind
{
    /// <summary>An update that says nothing.</summary>
    Lifecycle,

    /// <summary>A piece of the text.</summary>
    Text,

    /// <summary>A piece of reasoning.</summary>
    Reasoning,

    /// <summary>The signature of the reasoning before it.</summary>
    Signature,

    /// <summary>A call of a function.</summary>
    Call,

    /// <summary>The finish reason.</summary>
    Finish,

    /// <summary>What the answer took.</summary>
    Usage,

    /// <summary>The end of the stream.</summary>
    End,

    /// <summary>What was planned to go wrong.</summary>
    Fault,
}
