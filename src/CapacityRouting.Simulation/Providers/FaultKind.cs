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
    /// and states <see cref="Fault.Wait"/>.
    /// </summary>
    StrayRefusal,

    /// <summary>A call is answered with the provider's own server error: a 500.</summary>
    ServerError,

    /// <summary>The connection breaks before a response.</summary>
    Reset,

    /// <summary>A call is accepted, and nothing comes for <see cref="Fault.Silence"/>. Then the connection breaks.</summary>
    Hang,

    /// <summary>The answer begins, and its second half does not come for <see cref="Fault.Silence"/>. Then the connection breaks.</summary>
    Stall,
}
