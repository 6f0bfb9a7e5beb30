namespace CapacityRouting.Storm.Plans;

/// <summary>How a model goes on from a part of an answer that it is given.</summary>
internal enum Seam
{
    /// <summary>Where it breaks off, to the letter.</summary>
    Exact,

    /// <summary>It says the last few words again.</summary>
    RepeatsWords,

    /// <summary>It says everything again.</summary>
    StartsOver,
}
