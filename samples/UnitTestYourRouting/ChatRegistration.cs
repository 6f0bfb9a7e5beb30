using System.ClientModel;
using Anthropic;
using Anthropic.Core;
using CapacityRouting;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OpenAI;

namespace UnitTestYourRouting;

/// <summary>What an application registers. Nothing in it knows of tests.</summary>
public static class ChatRegistration
{
    public static IServiceCollection AddChat(this IServiceCollection services) => services.AddCapacityAwareFallback(routing => routing
        .AddRoute("gpt", _ => Gpt(), route => route.Limits = new() { RequestsPerMinute = 120, MaxConcurrentRequests = 20 })
        .AddRoute("claude", _ => Claude(), route => route.Limits = new() { RequestsPerMinute = 60 })
        .Configure(options =>
        {
            options.MaxWait = TimeSpan.FromSeconds(5);
            options.Timeouts = new() { FirstToken = TimeSpan.FromSeconds(3), Total = TimeSpan.FromSeconds(20) };
            options.MaxContinuations = 1;
        }));

    private static IChatClient Gpt() =>
        new OpenAIClient(new ApiKeyCredential(Environment.GetEnvironmentVariable("OPENAI_API_KEY")!), new OpenAIClientOptions().UseCapacityRouting())
            .GetChatClient("gpt-5-mini").AsIChatClient();

    private static IChatClient Claude() =>
        new AnthropicClient(new ClientOptions { ApiKey = Environment.GetEnvironmentVariable("ANTHROPIC_API_KEY") }.UseCapacityRouting()).AsIChatClient("claude-sonnet-4-5");
}
