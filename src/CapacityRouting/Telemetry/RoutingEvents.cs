namespace CapacityRouting.Telemetry;

/// <summary>The one place where everything is told that happens to calls, routes, quotas and the queue. A listener that throws disturbs neither the others nor the call.</summary>
/// <remarks>Thread-safe. With no listener an event costs one comparison.</remarks>
internal sealed class RoutingEvents(params IRoutingListener[] listeners)
{
    /// <summary>Nobody listens.</summary>
    public static RoutingEvents None { get; } = new();

    /// <summary>Whether anybody wants events of this kind.</summary>
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
            // There is no other place to tell of it.
        }
    }
}
