namespace CapacityRouting.Storm.Plans;

/// <summary>What a caller does with its stream.</summary>
internal enum CallerKind
{
    /// <summary>Reads it to its end.</summary>
    Reads,

    /// <summary>Cancels at a point between or inside of the steps that the call takes.</summary>
    CancelsAtPoint,

    /// <summary>Cancels after some time, in the middle of whatever goes on.</summary>
    CancelsInTime,

    /// <summary>Disposes the enumerator after some updates.</summary>
    Leaves,

    /// <summary>Forgets the enumerator after some updates.</summary>
    Abandons,

    /// <summary>Throws in the body of its loop.</summary>
    Throws,
}
