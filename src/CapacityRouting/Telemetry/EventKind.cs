using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace CapacityRouting.Telemetry;

/// <summary>A kind of events, and its form in the log. Immutable, with one instance of each kind.</summary>
/// <param name="id">Its number in the log.</param>
/// <param name="level">Its level in the log.</param>
/// <param name="message">Its message, with a place for each value.</param>
/// <param name="values">The values of an event, in the order of their places.</param>
/// <param name="name">Its name.</param>
internal sealed class EventKind(int id, LogLevel level, string message, Func<RoutingEvent, object?[]> values, [CallerMemberName] string name = "")
{
    public int Id => id;

    public LogLevel Level => level;

    public string Message => message;

    public string Name => name;

    public object?[] ValuesOf(in RoutingEvent happened) => values(happened);
}
