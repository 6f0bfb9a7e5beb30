using Azure.AI.Inference;
using Azure.Core.Pipeline;
using CapacityRouting.ScriptedProvider;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests;

/// <summary>A client of an SDK that stands on Azure.Core, with as much of the wire in sight as a test wants.</summary>
internal static class AzureClients
{
    public static IChatClient At(Uri address, Sight sight) => new InferenceChatClient(address, OptionsAt(sight));

    public static CapacityRoutingOptions RoutingAt(Sight sight) =>
        sight is Sight.Policy or Sight.Reader ? new CapacityRoutingOptions().UseAzure() : new();

    private static AzureAIInferenceClientOptions OptionsAt(Sight sight) => sight switch
    {
        Sight.Handler => Impatient(new() { Transport = new HttpClientTransport(new HttpClient(new CapacityObserver())) }),
        Sight.Policy => new AzureAIInferenceClientOptions().UseCapacityRouting(),
        _ => Impatient(new()),
    };

    private static AzureAIInferenceClientOptions Impatient(AzureAIInferenceClientOptions options)
    {
        options.Retry.MaxRetries = 0;
        return options;
    }
}
