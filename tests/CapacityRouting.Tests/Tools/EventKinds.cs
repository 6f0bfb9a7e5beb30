using System.Reflection;
using CapacityRouting.Telemetry;

namespace CapacityRouting.Tests.Tools;

/// <summary>The kinds of events, and an event of each.</summary>
internal static class EventKinds
{
    public static IReadOnlyList<EventKind> All { get; } =
        [.. typeof(RoutingEvent.Kinds).GetFields().Select(field => field.GetValue(null)).Cast<EventKind>().OrderBy(kind => kind.Id)];

    /// <summary>An event of a kind, by the maker that has its name.</summary>
    public static RoutingEvent Make(EventKind kind)
    {
        MethodInfo maker = typeof(RoutingEvent).GetMethod(kind.Name, BindingFlags.Public | BindingFlags.Static)!;
        return (RoutingEvent)maker.Invoke(null, [.. maker.GetParameters().Select(parameter => Sample(parameter.ParameterType))])!;
    }

    /// <summary>One that has a stack.</summary>
    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("a secret");
        }
        catch (InvalidOperationException thrown)
        {
            return thrown;
        }
    }

    private static object Sample(Type type) =>
        type == typeof(string) ? "word"
        : type == typeof(Exception) ? Thrown()
        : type == typeof(RouteFailure) ? new RouteFailure { Kind = FailureKind.ServerError, StatusCode = 500, ErrorCode = "code", RetryAfter = TimeSpan.FromSeconds(1), Message = "a secret" }
        : type == typeof(TimeSpan) || type == typeof(TimeSpan?) ? TimeSpan.FromSeconds(3)
        : Convert.ChangeType(7, type, System.Globalization.CultureInfo.InvariantCulture);
}
