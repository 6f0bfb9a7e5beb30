using Microsoft.Extensions.Logging;

namespace CapacityRouting.Telemetry;

/// <summary>The log of a router, which writes down what happens as the kind of event says. What a sink throws is caught where events are told.</summary>
internal sealed class RoutingLog(ILogger log) : IRoutingListener
{
    private const string Category = "CapacityRouting";

    /// <summary>The events of a router, with the log as a listener; one whose factory cannot make a logger logs nothing.</summary>
    public static RoutingEvents ListeningFor(ILoggerFactory? factory)
    {
        try
        {
            return factory?.CreateLogger(Category) is { } log ? new(new RoutingLog(log)) : RoutingEvents.None;
        }
        catch (Exception)
        {
            return RoutingEvents.None;
        }
    }

    public bool Hears(EventKind kind) => log.IsEnabled(kind.Level);

    public void On(in RoutingEvent happened)
    {
        EventKind kind = happened.Kind;

        // A delegate for each message would be faster, and each event would be spelled three times. Nothing is made unless the level is on, each kind has one constant message, and an event that
        // is logged is rare.
#pragma warning disable CA1848, CA1873, CA2254
        if (Hears(kind))
            log.Log(kind.Level, new EventId(kind.Id, kind.Name), kind.Message, kind.ValuesOf(happened));
#pragma warning restore CA1848, CA1873, CA2254
    }
}
