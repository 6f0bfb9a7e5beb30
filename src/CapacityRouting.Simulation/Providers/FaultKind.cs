namespace CapacityRouting.Simulation;

/// <summary>What can go wrong with a simulated provider.</summary>
public enum FaultKind
{
    /// <summary>Every call is answered with the provider's own "overloaded" error; with a <see cref="Fault.Period"/> it flaps.</summary>
    Outage,

    /// <summary>The first token takes <see cref="Fault.Slowness"/> times as long.</summary>
    BrownOut,

    /// <summary>The connection breaks in the middle of the answer.</summary>
    MidStreamCut,

    /// <summary>An answer without any content, as a success.</summary>
    EmptyAnswer,

    /// <summary>An error in the middle of a stream that began as a success; a whole answer is replaced by a server error.</summary>
    ErrorInStream,

    /// <summary>
    /// A call is refused as for want of capacity although its limits have room: a neighbour's burst, or a busy model. The refusal names no limit, gives no figures,
    /// and says to come back in a second.
    /// </summary>
    StrayRefusal,
}
