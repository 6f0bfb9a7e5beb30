namespace CapacityRouting.Telemetry;

/// <summary>
/// Hears the events of a router: the log is one listener, metrics and traces are others. Calls come from many threads, on the path of requests and sometimes under the lock of the queue.
/// So a listener is quick, and waits for no call.
/// </summary>
internal interface IRoutingListener
{
    /// <summary>Whether the listener wants events of this kind. An event that is costly to make is made only then.</summary>
    bool Hears(EventKind kind);

    void On(in RoutingEvent happened);
}
