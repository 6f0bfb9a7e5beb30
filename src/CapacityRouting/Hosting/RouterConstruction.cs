using System.Runtime.ExceptionServices;
using CapacityRouting.Settings;

namespace CapacityRouting.Hosting;

/// <summary>
/// Guards the construction of a router against recursion. A container makes a singleton again when it is asked for from within itself, until
/// the stack overflows. The second construction on one thread is an error instead.
/// </summary>
internal sealed class RouterConstruction : IDisposable
{
    // A container makes a singleton on one thread and blocks the others, so a second construction comes only on the same thread.
    [ThreadStatic]
    private static RouterConstruction? _innermost;

    private readonly CapacityRoutingBuilder _source;
    private readonly string _name;
    private readonly RouterConstruction? _outer;
    private string? _route;
    private InvalidOperationException? _circle;

    private RouterConstruction(CapacityRoutingBuilder source, string name)
    {
        _source = source;
        _name = name;
        _outer = _innermost;
        _innermost = this;
    }

    private string Name => RouterNames.Of(_name);

    /// <exception cref="InvalidOperationException">The router is being made on this thread already.</exception>
    public static RouterConstruction Begin(CapacityRoutingBuilder source, string name)
    {
        for (RouterConstruction? each = _innermost; each is not null; each = each._outer)
            if (ReferenceEquals(each._source, source))
                throw each._circle = new(each.Circle());
        return new(source, name);
    }

    /// <summary>Makes one of its routes; null when that is an error among the others.</summary>
    /// <exception cref="InvalidOperationException">The route needs the router itself, even if its factory caught that error.</exception>
    public ModelRoute? Make(RouteSetup route, IServiceProvider services, SettingErrors errors)
    {
        (_route, _circle) = (route.Name, null);
        ModelRoute? made = route.Build(services, errors);
        _route = null;
        if (made is null && _circle is not null)
            ExceptionDispatchInfo.Throw(_circle);
        return made;
    }

    public void Dispose() => _innermost = _outer;

    private string Circle() => _route is null
        ? $"The {Name} needs itself: its configuration, IQuotaSource, TimeProvider or ILoggerFactory asks for it{Way()}. Let that ask for it when it is first used, not when it is made."
        : $"The {Name} needs itself: its route '{_route}' asks for it{Way()}. Register the model's client under a key of its own and add it with AddKeyedRoute, or make it in the route's factory.";

    /// <summary>The routers between this one and itself.</summary>
    private string Way()
    {
        string way = string.Empty;
        for (RouterConstruction? each = _innermost; each is not null && each != this; each = each._outer)
            way = $", by way of the {each.Name}{(each._route is null ? string.Empty : $" (route '{each._route}')")}{way}";
        return way;
    }
}
