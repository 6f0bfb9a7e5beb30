using Anthropic;
using Anthropic.Core;
using CapacityRouting.ScriptedProvider;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests;

/// <summary>The real SDK, pointed at an address, with as much of the wire in sight as a test wants.</summary>
internal static class AnthropicClients
{
    private const string Model = "claude-test";

    public static IChatClient At(Uri address, Sight sight) =>
        sight == Sight.Handler ? At(address, new ClientOptions().UseCapacityRouting()) : At(address, new ClientOptions { MaxRetries = 0 });

    public static IChatClient At(Uri address, ClientOptions options) =>
        new AnthropicClient(options with { ApiKey = "no-key", BaseUrl = address.ToString().TrimEnd('/') }).AsIChatClient(Model);

    public static CapacityRoutingOptions RoutingAt(Sight sight) =>
        sight == Sight.Reader ? new CapacityRoutingOptions().UseAnthropic() : new();
}
