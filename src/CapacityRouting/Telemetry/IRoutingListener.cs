namespace CapacityRouting.Telemetry;

/// <summary>Is told what happens: the log is one, metrics and traces are others. Called from many threads, on the path of calls and now and then under the lock of the queue: a listener is quick, and waits for no call.</summary>
internal interface IRoutingListener
{
    /// <summary>Whether it wants events of this kind. What costs something to put together is asked for first.</summary>
    bool Hears(EventKind kind);

    void On(in RoutingEvent happened);
}
