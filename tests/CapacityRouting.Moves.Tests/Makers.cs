using System.ClientModel;
using System.ClientModel.Primitives;
using Anthropic;
using Anthropic.Core;
using Anthropic.Models.Messages;
using CapacityRouting.Moves.Servers;
using Microsoft.Extensions.AI;
using OllamaSharp;
using OpenAI;
using OpenAI.Responses;

namespace CapacityRouting.Moves;

/// <summary>A strict server for each maker, and the real SDK's client for it.</summary>
internal sealed class Makers : IAsyncDisposable
{
    private const string Claude = "claude-sonnet-4-5";

    private readonly StrictServer[] _servers = [new ChatCompletionsServer(), new ResponsesServer(), new AnthropicServer(), new MistralServer(), new DeepSeekServer(), new GeminiServer(), new OllamaServer()];

    public static string[] Names { get; } = ["openai", "responses", "anthropic", "mistral", "deepseek", "gemini", "ollama"];

    public IReadOnlyList<StrictServer> Servers => _servers;

    public StrictServer this[string maker] => _servers.Single(server => string.Equals(server.Maker, maker, StringComparison.Ordinal));

    public static async Task<Makers> StartAsync()
    {
        Makers makers = new();
        foreach (StrictServer server in makers._servers)
            await server.StartAsync();
        return makers;
    }

    /// <summary>A router as a process makes it when it starts: with a route for each maker, in the order of the names.</summary>
    public CapacityAwareChatClient Router(params string[] names) => new(names.Select(RouteOf), new CapacityRoutingOptions { MaxAttempts = 10 }.UseOpenAI().UseAnthropic());

    public async ValueTask DisposeAsync()
    {
        foreach (StrictServer server in _servers)
            await server.DisposeAsync();
    }

    /// <summary>
    /// What <see cref="ChatOptions"/> cannot say: extended thinking with a budget, which Anthropic's client does not use by itself, and a conversation that OpenAI does not keep. One that it
    /// keeps is bound to it.
    /// </summary>
    public static object? Raw(IChatClient client) =>
        client.GetService<ResponsesClient>() is not null ? new CreateResponseOptions { StoredOutputEnabled = false }
        : client.GetService<ChatClientMetadata>()?.ProviderName is "anthropic" ? new MessageCreateParams { MaxTokens = 4_096, Messages = [], Model = Claude, Thinking = new ThinkingConfigEnabled(1_024) }
        : null;

    private static OpenAIClient OpenAI(Uri address) =>
        new(new ApiKeyCredential("no-key"), new OpenAIClientOptions { Endpoint = new(address, "/v1") }.UseCapacityRouting());

    /// <summary>With the transport's handler in place of the SDK's policy.</summary>
    private static OpenAIClient Observed(Uri address) =>
        new(new ApiKeyCredential("no-key"), new OpenAIClientOptions
        {
            Endpoint = new(address, "/v1"),
            Transport = new HttpClientPipelineTransport(new HttpClient(new CapacityObserver())),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        });

    private static IChatClient Chat(OpenAIClient client) => client.GetChatClient("model").AsIChatClient();

    private ModelRoute RouteOf(string maker)
    {
        Uri address = this[maker].Address;
        return maker switch
        {
            "openai" => new(maker, Chat(OpenAI(address))) { Profile = ProviderProfile.OpenAI },
            "responses" => new(maker, Responses(address)) { Profile = ProviderProfile.OpenAI },
            "anthropic" => new(maker, Messages(address)) { Profile = ProviderProfile.Anthropic },
            "mistral" => new(maker, Chat(OpenAI(address))) { Profile = ProviderProfile.Mistral },
            "deepseek" => new(maker, Chat(OpenAI(address))) { Profile = ProviderProfile.DeepSeek },
            "gemini" => new(maker, Chat(Observed(address))) { Profile = ProviderProfile.Gemini },
            _ => new(maker, new OllamaApiClient(new HttpClient(new CapacityObserver()) { BaseAddress = address }, "model")) { Profile = ProviderProfile.Ollama },
        };
    }

    private static IChatClient Responses(Uri address) => OpenAI(address).GetResponsesClient().AsIChatClient("model");

    private static IChatClient Messages(Uri address) =>
        new AnthropicClient(new ClientOptions { ApiKey = "no-key", BaseUrl = address.ToString().TrimEnd('/') }.UseCapacityRouting()).AsIChatClient(Claude);
}
