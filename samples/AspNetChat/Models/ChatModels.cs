using Microsoft.Extensions.AI;
using QuickStart;
using QuickStart.Clients;
using Samples.Services;

namespace AspNetChat.Models;

/// <summary>The two models, with the real SDKs: on services inside this process, or on the real ones.</summary>
internal sealed class ChatModels(IChatClient gpt, IChatClient claude, params IReadOnlyList<(string Route, ModelService Service)> services) : IAsyncDisposable
{
    private const string GptModel = "gpt-4o";
    private const string ClaudeModel = "claude-sonnet-4-5";

    public IChatClient Gpt => gpt;

    public IChatClient Claude => claude;

    /// <summary>The services inside this process, by route. The real ones are not in it: nobody can make them fail.</summary>
    public IReadOnlyDictionary<string, ModelService> Services { get; } = services.ToDictionary(each => each.Route, each => each.Service, StringComparer.Ordinal);

    public static async Task<ChatModels> StartAsync()
    {
        var gpt = await ModelService.StartAsync(new OpenAIProtocol(GptModel), SmallTalk.Answer);
        var claude = await ModelService.StartAsync(new AnthropicProtocol(ClaudeModel), SmallTalk.Answer);
        gpt.RetryAfter = claude.RetryAfter = TimeSpan.FromSeconds(8);
        return new(
            ModelClients.OpenAI("any key", GptModel, gpt.Address),
            ModelClients.Anthropic("any key", ClaudeModel, claude.Address),
            ("gpt", gpt),
            ("claude", claude));
    }

    /// <returns>Null when a key is missing; the user has then been told.</returns>
    public static ChatModels? Live()
    {
        if (ApiKeys.FromEnvironment() is { OpenAI: { } openAI, Anthropic: { } anthropic })
            return new(ModelClients.OpenAI(openAI, GptModel), ModelClients.Anthropic(anthropic, ClaudeModel));
        Console.Error.WriteLine($"--live: both {ApiKeys.OpenAIVariable} and {ApiKeys.AnthropicVariable} have to be set.");
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in Services.Values)
            await service.DisposeAsync();
    }
}
