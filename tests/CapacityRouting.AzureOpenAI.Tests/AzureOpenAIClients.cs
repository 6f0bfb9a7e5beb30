using System.ClientModel;
using Azure.AI.OpenAI;
using Microsoft.Extensions.AI;

namespace CapacityRouting.Tests;

/// <summary>The real Azure SDK, pointed at an address.</summary>
internal static class AzureOpenAIClients
{
    private const string Deployment = "gpt-test";

    public static IChatClient At(Uri address, AzureOpenAIClientOptions options) =>
        new DeploymentClient(new AzureOpenAIClient(address, new ApiKeyCredential("no-key"), options).GetChatClient(Deployment));
}
