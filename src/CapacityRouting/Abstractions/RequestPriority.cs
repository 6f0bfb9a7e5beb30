namespace CapacityRouting;

/// <summary>The priority of a request when capacity is short.</summary>
public enum RequestPriority
{
    /// <summary>An interactive request: its sender waits for the answer. The default.</summary>
    Normal,

    /// <summary>A request that can wait. It leaves half of every bucket to the others, and waits behind them.</summary>
    Background,

    /// <summary>A request that must not wait. It goes ahead of all others, and may take the safety reserve.</summary>
    Critical,
}
