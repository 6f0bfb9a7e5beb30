namespace CapacityRouting.ScriptedProvider;

/// <summary>How a scripted answer ends.</summary>
internal enum ReplyEnding
{
    /// <summary>As it should.</summary>
    Whole,

    /// <summary>The connection is closed before the body is complete.</summary>
    Cut,

    /// <summary>The connection stays open, and the end never comes.</summary>
    NeverEnds,

    /// <summary>The connection stays open, and not a byte comes.</summary>
    NeverBegins,

    /// <summary>The connection is reset before the first byte.</summary>
    ResetAtOnce,
}
