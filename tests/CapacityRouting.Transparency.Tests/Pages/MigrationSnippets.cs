using System.ClientModel;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OpenAI;
using Polly;
using Polly.CircuitBreaker;
using Polly.Fallback;
using Polly.Retry;

namespace CapacityRouting.Transparency.Pages;

/// <summary>The code of the page on migration, compiled. A test of the documents holds the page to it.</summary>
internal static class MigrationSnippets
{
    public static async Task<ChatResponse> OverPollyAsync(IChatClient gpt, IChatClient claude, IReadOnlyList<ChatMessage> messages, CancellationToken cancellationToken)
    {
        ResiliencePipeline<ChatResponse> pipeline = new ResiliencePipelineBuilder<ChatResponse>()
            .AddFallback(new FallbackStrategyOptions<ChatResponse>
            {
                FallbackAction = async arguments =>
                    Outcome.FromResult(await claude.GetResponseAsync(messages, cancellationToken: arguments.Context.CancellationToken)),
            })
            .AddRetry(new RetryStrategyOptions<ChatResponse> { MaxRetryAttempts = 3, BackoffType = DelayBackoffType.Exponential, UseJitter = true })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<ChatResponse> { FailureRatio = 0.5, MinimumThroughput = 10 })
            .AddTimeout(TimeSpan.FromSeconds(30))
            .Build();

        ChatResponse response = await pipeline.ExecuteAsync(async token => await gpt.GetResponseAsync(messages, cancellationToken: token), cancellationToken);
        return response;
    }

    public static CapacityAwareChatClient InsteadOfPolly(IChatClient gpt, IChatClient claude)
    {
        CapacityAwareChatClient client = new(
            [new ModelRoute("gpt", gpt), new ModelRoute("claude", claude)],
            new CapacityRoutingOptions
            {
                Timeouts = new() { Total = TimeSpan.FromSeconds(30) },
                CircuitBreaker = new() { FailureRatio = 0.5, MinimumThroughput = 10 },
            });
        return client;
    }

    public static IChatClient InOrder(IChatClient gpt, IChatClient claude, IChatClient local)
    {
        IChatClient client = new OrderedFailoverChatClient([gpt, claude, local]);
        return client;
    }

    public static IChatClient InsteadOfInOrder(IChatClient gpt, IChatClient claude, IChatClient local)
    {
        IChatClient client = new CapacityAwareChatClient(
        [
            new ModelRoute("gpt", gpt),
            new ModelRoute("claude", claude),
            new ModelRoute("local", local),
        ]);
        return client;
    }

    public static CapacityRoutingOptions AsBefore()
    {
        CapacityRoutingOptions options = new()
        {
            MaxWait = TimeSpan.Zero,
            Timeouts = new() { FirstToken = TimeLimit.None, Idle = TimeLimit.None, Total = TimeLimit.None },
        };
        return options;
    }

    public static void InsteadOfAGate(IServiceCollection services, IChatClient gpt)
    {
        services.AddCapacityAwareFallback(routing => routing
            .AddRoute("gpt", gpt, route => route.Limits = new()
            {
                TokensPerMinute = 500_000,
                RequestsPerMinute = 5_000,
                MaxConcurrentRequests = 10,
            })
            .Configure(options =>
            {
                options.MaxWait = TimeSpan.FromMinutes(2);
                options.SafetyReserve = 0.05;
            }));
    }

    public static CapacityAwareChatClient InsteadOfLiteLLM(IChatClient east, IChatClient west, IChatClient claude)
    {
        CapacityAwareChatClient client = new(
            [
                new ModelRoute("gpt-east", east) { Limits = new() { RequestsPerMinute = 900, TokensPerMinute = 150_000 } },
                new ModelRoute("gpt-west", west) { Limits = new() { RequestsPerMinute = 900, TokensPerMinute = 150_000 } },
                new ModelRoute("claude", claude) { Limits = new() { RequestsPerMinute = 50, InputTokensPerMinute = 30_000, OutputTokensPerMinute = 8_000 } },
            ],
            new CapacityRoutingOptions { Timeouts = new() { Total = TimeSpan.FromSeconds(30) } });
        return client;
    }

    public static CapacityAwareChatClient Nested(IChatClient east, IChatClient west, IChatClient claude)
    {
        IChatClient gpt = new CapacityAwareChatClient(
            [
                new ModelRoute("gpt-east", east) { Limits = new() { RequestsPerMinute = 900, TokensPerMinute = 150_000 } },
                new ModelRoute("gpt-west", west) { Limits = new() { RequestsPerMinute = 900, TokensPerMinute = 150_000 } },
            ],
            new CapacityRoutingOptions { PreferredReserve = 1, MaxWait = TimeSpan.Zero });
        CapacityAwareChatClient client = new([new ModelRoute("gpt", gpt), new ModelRoute("claude", claude)]);
        return client;
    }

    public static IChatClient BehindAGateway(string subscriptionKey)
    {
        IChatClient client = new OpenAIClient(
            new ApiKeyCredential(subscriptionKey),
            new OpenAIClientOptions { Endpoint = new Uri("https://my-apim.azure-api.net/openai/v1/") })
            .GetChatClient("my-gpt-5").AsIChatClient();
        return client;
    }

    public static CapacityAwareChatClient InsteadOfAPool(string eastKey, string westKey)
    {
        IChatClient Deployment(string resource, string key) => new OpenAIClient(
            new ApiKeyCredential(key),
            new OpenAIClientOptions { Endpoint = new Uri($"https://{resource}.openai.azure.com/openai/v1/") }.UseCapacityRouting())
            .GetChatClient("my-gpt-5").AsIChatClient();

        CapacityAwareChatClient client = new(
        [
            new ModelRoute("east", Deployment("my-east", eastKey)) { Limits = new() { TokensPerMinute = 300_000 } },
            new ModelRoute("west", Deployment("my-west", westKey)) { Limits = new() { TokensPerMinute = 300_000 } },
        ]);
        return client;
    }

    public static ModelRoute GatewayAsARoute(OpenAIClient gateway)
    {
        ModelRoute route = new("apim", gateway.GetChatClient("my-gpt-5").AsIChatClient()) { Profile = ProviderProfile.AzureOpenAI };
        return route;
    }
}
