namespace CapacityRouting.Storm.Plans;

/// <summary>What is wrong with a client, whatever its model says.</summary>
[Flags]
internal enum ClientFlaws
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It does not look at its cancellation token.</summary>
    IgnoresToken = 1,

    /// <summary>Its enumerator takes its time to be disposed.</summary>
    DisposesSlowly = 2,

    /// <summary>Its enumerator throws when it is disposed.</summary>
    ThrowsOnDispose = 4,

    /// <summary>It throws as the stream is asked for, not at its first step.</summary>
    ThrowsAtOnce = 8,
}
