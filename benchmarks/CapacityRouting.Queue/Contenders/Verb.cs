namespace CapacityRouting.Queue.Contenders;

/// <summary>What a process is to do.</summary>
internal enum Verb
{
    /// <summary>Prepare a cell.</summary>
    Open,

    /// <summary>Measure a prepared cell once.</summary>
    Measure,

    /// <summary>Forget every cell.</summary>
    Close,
}
