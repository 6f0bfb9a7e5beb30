using System.ClientModel;
using System.ClientModel.Primitives;
using Anthropic;
using Anthropic.Core;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OpenAI;

namespace CapacityRouting.Tests.Docs;

/// <summary>The examples of the XML documentation, compiled; <see cref="SnippetTests"/> compares them. Examples that a document shows too are in <see cref="Snippets"/>.</summary>
internal static class Examples
{
    public static ModelRoute Limit(IChatClient client)
    {
        ModelRoute gpt = new("gpt", client)
        {
            Limits = new()
            {
                RequestsPerMinute = 500,
                TokensPerMinute = 200_000,
                CostPerDay = 25,
                TimeZone = "UTC",
            },
            Prices = new() { InputPerMillion = 2.50m, OutputPerMillion = 10 },
        };
        return gpt;
    }

    public static ModelRoute Describe(IChatClient client)
    {
        ModelRoute route = new("gpt-eu", client)
        {
            ModelId = "gpt-4o",
            Limits = new() { RequestsPerMinute = 500, TokensPerMinute = 200_000 },
            MaxInputTokens = 128_000,
            Tags = ["vision", "eu"],
        };
        return route;
    }

    public static CapacityAwareChatClient Tune(IReadOnlyList<ModelRoute> routes)
    {
        CapacityRoutingOptions options = new()
        {
            MaxWait = TimeSpan.FromSeconds(5),
            Deadline = TimeSpan.FromSeconds(60),
            MaxAttempts = 3,
            Timeouts = new() { FirstToken = TimeSpan.FromSeconds(15) },
        };
        return new CapacityAwareChatClient(routes, options);
    }

    public static (CapacityRoutingOptions Options, ModelRoute Thinker) Time(IChatClient client)
    {
        CapacityRoutingOptions options = new()
        {
            Timeouts = new()
            {
                FirstToken = TimeSpan.FromSeconds(20),
                Idle = TimeSpan.FromSeconds(30),
                Total = TimeLimit.None,
            },
        };
        ModelRoute thinker = new("thinker", client) { Timeouts = new() { FirstToken = TimeLimit.Adaptive } };
        return (options, thinker);
    }

    public static CapacityAwareChatClient Share(IChatClient gpt, IChatClient mini)
    {
        CapacityQuota account = new("openai", new() { RequestsPerMinute = 500, TokensPerMinute = 200_000 });
        return new CapacityAwareChatClient(
        [
            new ModelRoute("gpt", gpt) { Quota = account },
            new ModelRoute("mini", mini) { Quota = account },
        ]);
    }

    public static ModelRoute Profile(IChatClient client)
    {
        ProviderProfile gateway = ProviderProfile.OpenAI with { ChargesFailedCalls = false, RequestBurst = TimeSpan.FromSeconds(1) };
        ModelRoute route = new("gateway", client)
        {
            Profile = gateway,
            Limits = new() { RequestsPerMinute = 600 },
        };
        return route;
    }

    public static void Build(IServiceCollection services)
    {
        services.AddCapacityAwareFallback(routing =>
        {
            CapacityQuota account = routing.AddQuota("account", new() { TokensPerMinute = 200_000 });
            routing
                .AddKeyedRoute("gpt", "gpt", route => route.Quota = account)
                .AddKeyedRoute("mini", "mini", route => route.Quota = account)
                .Configure(options => options.MaxWait = TimeSpan.FromSeconds(5))
                .BindConfiguration("CapacityRouting");
        });
    }

    public static void Keep(IServiceCollection services, IChatClient gpt, IChatClient local)
    {
        services.AddSingleton<IQuotaSource>(new FileQuotaSource("/var/lib/assistant/quota.json"));
        services.AddCapacityAwareFallback(routing => routing
            .AddRoute("gpt", gpt, route => route.Limits = new() { TokensPerDay = 2_000_000 })
            .AddRoute("local", local));
    }

    public static async Task<ChatResponse> WishAsync(IChatClient client, IReadOnlyList<ChatMessage> messages)
    {
        ChatOptions options = new ChatOptions().WithRouting(new RequestRouting
        {
            Priority = RequestPriority.Critical,
            Tenant = "contoso",
            MaxWait = TimeSpan.FromSeconds(2),
            Tags = ["vision"],
        });
        ChatResponse response = await client.GetResponseAsync(messages, options);
        return response;
    }

    public static async Task<ChatResponse> SummariseAsync(IChatClient client, IReadOnlyList<ChatMessage> messages)
    {
        ChatOptions options = new ChatOptions { Temperature = 0.2f }.WithRouting(new() { Priority = RequestPriority.Background });
        ChatResponse summary = await client.GetResponseAsync(messages, options);
        return summary;
    }

    public static void Watch(IChatClient client)
    {
        ICapacityMonitor monitor = client.GetService<ICapacityMonitor>()!;
        foreach (RouteSnapshot route in monitor.GetSnapshot().Routes)
            Console.WriteLine($"{route.Name}: {route.InFlight} calls, {route.Circuit}");

        RoutingExplanation next = monitor.Explain([new(ChatRole.User, "Why is the sky blue?")]);
        Console.WriteLine($"would go to {next.Route ?? "no route"} in {next.Wait}");
    }

    public static void Report(ChatResponse response)
    {
        RoutingReport? report = response.GetRoutingReport();
        foreach (RoutingAttempt attempt in report?.Attempts ?? [])
            Console.WriteLine($"{attempt.Route}: {attempt.Failure?.Kind.ToString() ?? "served"} in {attempt.Duration}");
    }

    public static async Task<ChatResponse> RefusedAsync(IChatClient client, IReadOnlyList<ChatMessage> messages)
    {
        try
        {
            return await client.GetResponseAsync(messages);
        }
        catch (NoRouteAvailableException refused) when (refused.RetryAfter is { } wait)
        {
            foreach (RouteExclusion route in refused.Excluded)
                Console.WriteLine($"{route.Route}: {route.Reason}");
            throw new TimeoutException($"Busy. Try again in {wait.TotalSeconds:0} s.", refused);
        }
    }

    public static async Task InterruptedAsync(IChatClient client, IReadOnlyList<ChatMessage> messages)
    {
        try
        {
            await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync(messages))
                Console.Write(update.Text);
        }
        catch (StreamInterruptedException broken)
        {
            Console.WriteLine($"[{broken.Route}: {broken.Failure.Kind} after {broken.ReceivedText.Length} characters]");
        }
    }

    public static OpenAIClient Observe(string key)
    {
        HttpClient http = new(new CapacityObserver());
        OpenAIClient openRouter = new(new ApiKeyCredential(key), new OpenAIClientOptions
        {
            Endpoint = new("https://openrouter.ai/api/v1"),
            Transport = new HttpClientPipelineTransport(http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        });
        return openRouter;
    }

    public static IEnumerable<object> ObserveAnthropic(string key, AnthropicClient client)
    {
        IChatClient claude = new AnthropicClient(new ClientOptions { ApiKey = key }.UseCapacityRouting()).AsIChatClient("claude-sonnet-4-5");

        // Or, for a client that exists:
        IAnthropicClient observed = client.WithOptions(options => options.UseCapacityRouting());

        return [claude, observed];
    }

    internal sealed class MaintenanceClassifier : IFailureClassifier
    {
        public RouteFailure? Classify(FailureContext context) =>
            context.Observed is { StatusCode: 503, Body: { } body } && body.Contains("maintenance", StringComparison.OrdinalIgnoreCase)
                ? new() { Kind = FailureKind.Overloaded, RetryAfter = TimeSpan.FromMinutes(5) }
                : null;
    }

    internal sealed class MemorySource : IQuotaSource
    {
        private IReadOnlyList<QuotaUsage> _usages = [];

        public ValueTask<IReadOnlyList<QuotaUsage>> LoadAsync(CancellationToken cancellationToken) => new(_usages);

        public ValueTask SaveAsync(IReadOnlyList<QuotaUsage> usages, CancellationToken cancellationToken)
        {
            _usages = usages;
            return ValueTask.CompletedTask;
        }
    }
}
