using CapacityRouting.Hosting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace CapacityRouting;

/// <summary>A client as it was registered, and the fallback that is put behind it. The container may make both anew for each scope.</summary>
internal sealed class FallbackRegistration(
    ServiceDescriptor before, string name, Func<IServiceProvider, IChatClient> fallback, Action<CapacityRoutingOptions, IReadOnlyList<ModelRoute>>? configure)
{
    // A container asks again for what it is making, on the same thread and without end.
    [ThreadStatic]
    private static HashSet<FallbackRegistration>? _underWay;

    /// <exception cref="InvalidOperationException">The client or its fallback is the router that it is a route of.</exception>
    public CapacityAwareChatClient Make(IServiceProvider provider)
    {
        HashSet<FallbackRegistration> underWay = _underWay ??= [];
        if (!underWay.Add(this))
            throw new InvalidOperationException($"The fallback '{name}' needs itself: it, or the client before it, asks for the IChatClient that has no key, which has the fallback behind it. Register the fallback's client under a key of its own and find it with GetRequiredKeyedService.");
        try
        {
            FoundClients found = new(provider);
            ModelRoute primary = new(CapacityAwareChatClientServices.Primary, ClientBefore(provider)) { LeaveOpen = before.ImplementationInstance is not null };
            IChatClient second = fallback(found) ?? throw new InvalidOperationException($"The fallback '{name}' is null: its factory must return a client.");
            return FallbackChatClient.Over(primary, new(name, second) { LeaveOpen = found.Has(second) }, provider, configure);
        }
        finally
        {
            underWay.Remove(this);
        }
    }

    private IChatClient ClientBefore(IServiceProvider provider) =>
        before.ImplementationInstance as IChatClient
        ?? before.ImplementationFactory?.Invoke(provider) as IChatClient
        ?? (IChatClient)ActivatorUtilities.CreateInstance(provider, before.ImplementationType!);
}
