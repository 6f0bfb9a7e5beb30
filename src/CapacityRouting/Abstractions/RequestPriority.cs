namespace CapacityRouting;

/// <summary>How much a request matters when capacity is short.</summary>
public enum RequestPriority
{
    /// <summary>Whoever sent it is waiting for it. The default.</summary>
    Normal,

    /// <summary>It can wait: it leaves half of every bucket to the others, and waits behind them.</summary>
    Background,

    /// <summary>It must not wait: it goes ahead of all others, and may take what is kept back for safety.</summary>
    Critical,
}
