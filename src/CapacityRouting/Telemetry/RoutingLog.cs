using Microsoft.Extensions.Logging;

namespace CapacityRouting.Telemetry;

/// <summary>The log of a router. It writes each event as its kind says. An exception of a log sink is caught by <see cref="RoutingEvents"/>.</summary>
internal sealed class RoutingLog(ILogger log) : IRoutingListener
{
    private const string Category = "CapacityRouting";

    /// <summary>The events of a router, with the log as a listener. A factory that cannot make a logger gives no log.</summary>
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

        // A delegate for each message would be faster, and each event would be spelled three times. Nothing is made unless the level is on, each kind has one
        // constant message, and a logged event is rare.
#pragma warning disable CA1848, CA1873, CA2254
        if (Hears(kind))
            log.Log(kind.Level, new EventId(kind.Id, kind.Name), kind.Message, kind.ValuesOf(happened));
#pragma warning restore CA1848, CA1873, CA2254
    }
}
