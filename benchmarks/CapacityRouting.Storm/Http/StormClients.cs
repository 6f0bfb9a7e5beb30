using System.ClientModel;
using System.ClientModel.Primitives;
using Anthropic;
using Anthropic.Core;
using CapacityRouting.Storm.Calls;
using Microsoft.Extensions.AI;
using OpenAI;

namespace CapacityRouting.Storm.Http;

/// <summary>The real SDKs, set up as their users are told to, over the storm's own handler.</summary>
internal static class StormClients
{
    private const string Key = "no-key";
    private const string Model = "storm";

    public static IChatClient For(Sdk sdk, string route, CallBook calls, Uri address, Uri nobody) => sdk == Sdk.OpenAI
        ? OverOpenAI(new StormHandler(route, calls, nobody) { InnerHandler = new SocketsHttpHandler() }, address)
        : OverAnthropic(new StormHandler(route, calls, nobody), address);

    private static IChatClient OverOpenAI(StormHandler handler, Uri address)
    {
        OpenAIClientOptions options = new OpenAIClientOptions
        {
            Endpoint = new(address, "/v1"),
            Transport = new HttpClientPipelineTransport(new HttpClient(handler)),
        }.UseCapacityRouting();
        return new OpenAIClient(new ApiKeyCredential(Key), options).GetChatClient(Model).AsIChatClient();
    }

    private static IChatClient OverAnthropic(StormHandler handler, Uri address)
    {
        ClientOptions options = new() { ApiKey = Key, BaseUrl = address.ToString().TrimEnd('/'), Handlers = [handler] };
        return new AnthropicClient(options.UseCapacityRouting()).AsIChatClient(Model);
    }
}
