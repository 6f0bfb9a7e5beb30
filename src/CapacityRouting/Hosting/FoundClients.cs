using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace CapacityRouting.Hosting;

/// <summary>
/// The container as a route's factory sees it. It takes note of the clients that the factory finds there: those are the container's, and the router leaves them open. What the factory has made
/// itself was made for the router, which disposes it.
/// </summary>
internal sealed class FoundClients(IServiceProvider services) : IKeyedServiceProvider
{
    private readonly HashSet<IChatClient> _found = new(ReferenceEqualityComparer.Instance);

    public bool Has(IChatClient client) => _found.Contains(client);

    public object? GetService(Type serviceType) => Note(services.GetService(serviceType));

    public object? GetKeyedService(Type serviceType, object? serviceKey) => Note(Keyed.GetKeyedService(serviceType, serviceKey));

    public object GetRequiredKeyedService(Type serviceType, object? serviceKey)
    {
        object service = Keyed.GetRequiredKeyedService(serviceType, serviceKey);
        Note(service);
        return service;
    }

    private IKeyedServiceProvider Keyed => services as IKeyedServiceProvider ?? throw new InvalidOperationException("The container has no services with keys.");

    private object? Note(object? service)
    {
        if (service is IChatClient client)
            _found.Add(client);
        else if (service is IEnumerable<IChatClient> clients)
            _found.UnionWith(clients);
        return service;
    }
}
