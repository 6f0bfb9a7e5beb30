using Azure.Core;
using Azure.Core.Pipeline;
using CapacityRouting.ScriptedProvider;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests;

/// <summary>A client over a real pipeline of Azure.Core, with as much of the wire in sight as a test wants.</summary>
internal static class AzureClients
{
    public static IChatClient At(Uri address, Sight sight) => new PipelineChatClient(address, OptionsAt(sight));

    public static CapacityRoutingOptions RoutingAt(Sight sight) =>
        sight is Sight.Policy or Sight.Reader ? new CapacityRoutingOptions().UseAzure() : new();

    private static PlainOptions OptionsAt(Sight sight) => sight switch
    {
        Sight.Handler => Impatient(new() { Transport = new HttpClientTransport(new HttpClient(new CapacityObserver())) }),
        Sight.Policy => new PlainOptions().UseCapacityRouting(),
        _ => Impatient(new()),
    };

    private static PlainOptions Impatient(PlainOptions options)
    {
        options.Retry.MaxRetries = 0;
        return options;
    }

    /// <summary>The options of an SDK that has none of its own.</summary>
    internal sealed class PlainOptions : ClientOptions;
}
