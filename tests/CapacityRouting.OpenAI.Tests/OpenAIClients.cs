using System.ClientModel;
using System.ClientModel.Primitives;
using CapacityRouting.ScriptedProvider;
using Microsoft.Extensions.AI;
using OpenAI;

namespace CapacityRouting.Tests;

/// <summary>The real SDK, pointed at an address, with as much of the wire in sight as a test wants.</summary>
internal static class OpenAIClients
{
    private const string Model = "gpt-test";

    public static IChatClient At(Uri address, Sight sight) => At(address, sight switch
    {
        Sight.Handler => new() { Transport = new HttpClientPipelineTransport(new HttpClient(new CapacityObserver())), RetryPolicy = new ClientRetryPolicy(0) },
        Sight.Policy => new OpenAIClientOptions().UseCapacityRouting(),
        _ => new() { RetryPolicy = new ClientRetryPolicy(0) },
    });

    public static IChatClient At(Uri address, OpenAIClientOptions options)
    {
        options.Endpoint = new(address, "/v1");
        return new OpenAIClient(new ApiKeyCredential("no-key"), options).GetChatClient(Model).AsIChatClient();
    }

    public static CapacityRoutingOptions RoutingAt(Sight sight) =>
        sight is Sight.Policy or Sight.Reader ? new CapacityRoutingOptions().UseOpenAI() : new();
}
