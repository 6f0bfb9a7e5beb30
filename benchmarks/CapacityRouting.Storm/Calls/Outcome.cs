namespace CapacityRouting.Storm.Calls;

/// <summary>How a call ended for its caller.</summary>
internal enum Outcome
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>With the end of the stream.</summary>
    Complete,

    /// <summary>With a <see cref="StreamInterruptedException"/>.</summary>
    Interrupted,

    /// <summary>With an <see cref="OperationCanceledException"/>.</summary>
    Cancelled,

    /// <summary>With a <see cref="NoRouteAvailableException"/>.</summary>
    NoRoute,

    /// <summary>The caller went: it disposed, threw or forgot the enumerator.</summary>
    Left,

    /// <summary>With any other exception, which none of these calls should ever see.</summary>
    Strange,
}
