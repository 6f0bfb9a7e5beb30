using System.ClientModel;
using System.ClientModel.Primitives;
using Anthropic;
using Microsoft.Extensions.AI;
using OpenAI;

namespace QuickStart.Clients;

/// <summary>
/// The two SDKs as chat clients, with their own retries turned off: a retry inside the SDK is a call that the router
/// neither sees nor counts, and it waits on a limited model while another one has room.
/// </summary>
internal static class ModelClients
{
    /// <param name="endpoint">Where to send the calls, or null for the real service.</param>
    public static IChatClient OpenAI(string apiKey, string model, Uri? endpoint = null)
    {
        var options = new OpenAIClientOptions { RetryPolicy = new ClientRetryPolicy(0) };
        if (endpoint is not null)
            options.Endpoint = new Uri(endpoint, "/v1");

        return new OpenAIChatAdapter(new OpenAIClient(new ApiKeyCredential(apiKey), options), model);
    }

    /// <param name="endpoint">Where to send the calls, or null for the real service.</param>
    public static IChatClient Anthropic(string apiKey, string model, Uri? endpoint = null)
    {
        var client = endpoint is null
            ? new AnthropicClient { ApiKey = apiKey, MaxRetries = 0 }
            : new AnthropicClient { ApiKey = apiKey, MaxRetries = 0, BaseUrl = endpoint.ToString().TrimEnd('/') };
        return client.AsIChatClient(model);
    }
}
