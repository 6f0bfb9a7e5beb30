namespace CapacityRouting;

/// <summary>Timeouts of streams that are no fixed time.</summary>
public static class StreamTimeouts
{
    /// <summary>
    /// As a <see cref="CapacityRoutingOptions.FirstTokenTimeout"/>: twice the 95th percentile of the times to the first content that the route is seen to take, at
    /// least a second and at most a minute; a minute until 20 streams have begun, and where no other route could take the call.
    /// In configuration: <c>"Adaptive"</c>.
    /// </summary>
    public static readonly TimeSpan Adaptive = TimeSpan.FromMilliseconds(-2);
}
