using System.ClientModel;
using Anthropic;
using Anthropic.Core;
using CapacityRouting;
using Microsoft.Extensions.AI;
using OpenAI;

namespace QuickStart.Clients;

/// <summary>
/// The two SDKs as chat clients. <c>UseCapacityRouting()</c> lets the router see what goes over the wire, and turns the SDK's own
/// retries off: such a retry waits on a limited model while another one has room.
/// </summary>
internal static class ModelClients
{
    /// <param name="endpoint">Where to send the calls, or null for the real service.</param>
    public static IChatClient OpenAI(string apiKey, string model, Uri? endpoint = null)
    {
        var options = new OpenAIClientOptions().UseCapacityRouting();
        if (endpoint is not null)
            options.Endpoint = new Uri(endpoint, "/v1");

        return new OpenAIClient(new ApiKeyCredential(apiKey), options).GetChatClient(model).AsIChatClient();
    }

    /// <param name="endpoint">Where to send the calls, or null for the real service.</param>
    public static IChatClient Anthropic(string apiKey, string model, Uri? endpoint = null)
    {
        var options = new ClientOptions { ApiKey = apiKey }.UseCapacityRouting();
        if (endpoint is not null)
            options = options with { BaseUrl = endpoint.ToString().TrimEnd('/') };

        return new AnthropicClient(options).AsIChatClient(model);
    }
}
