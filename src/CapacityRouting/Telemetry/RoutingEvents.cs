namespace CapacityRouting.Telemetry;

/// <summary>The one sink of all events of calls, routes, quotas and the queue. An exception of a listener disturbs neither the others nor the call.</summary>
/// <remarks>Thread-safe. With no listener an event costs one comparison.</remarks>
internal sealed class RoutingEvents(params IRoutingListener[] listeners)
{
    /// <summary>The sink without a listener.</summary>
    public static RoutingEvents None { get; } = new();

    /// <summary>Whether a listener wants events of this kind.</summary>
    public bool AreHeard(EventKind kind)
    {
        foreach (IRoutingListener listener in listeners)
            if (Hears(listener, kind))
                return true;
        return false;
    }

    public void Tell(in RoutingEvent happened)
    {
        foreach (IRoutingListener listener in listeners)
            Tell(listener, happened);
    }

    private static bool Hears(IRoutingListener listener, EventKind kind)
    {
        try
        {
            return listener.Hears(kind);
        }
        catch (Exception)
        {
            return false;
        }
    }

    private static void Tell(IRoutingListener listener, in RoutingEvent happened)
    {
        try
        {
            listener.On(happened);
        }
        catch (Exception)
        {
            // No other place can report it.
        }
    }
}

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
