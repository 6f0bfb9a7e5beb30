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

    /// <summary>Forgets the enumerator and the move that is under way, after some updates.</summary>
    AbandonsAmid,

    /// <summary>Disposes the enumerator while a move is under way, after some updates.</summary>
    DisposesAmid,

    /// <summary>Reads it to its end, and then the same stream once more, which is another call.</summary>
    ReadsTwice,
}
