using Anthropic;
using Anthropic.Core;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OpenAI;

namespace CapacityRouting.Tests.Docs;

/// <summary>The code that the documents show, compiled; <see cref="SnippetTests"/> holds the documents to it.</summary>
internal static class Snippets
{
    public static void Register(IServiceCollection services, IChatClient gpt, IChatClient claude, IChatClient local)
    {
        services.AddCapacityAwareFallback(routing => routing
            .AddRoute("gpt", gpt, route => route.Limits = new() { RequestsPerMinute = 500, TokensPerMinute = 200_000 })
            .AddRoute("claude", claude, route => route.Limits = new() { RequestsPerMinute = 50, InputTokensPerMinute = 30_000, OutputTokensPerMinute = 8_000 })
            .AddRoute("local", local, route => route.Limits = new() { MaxConcurrentRequests = 4 }));
    }

    public static void GoAround(IServiceCollection services, IChatClient gpt, IChatClient claude)
    {
        services.AddCapacityAwareChatClient(routing => routing.AddRoute("gpt", gpt).AddRoute("claude", claude))
            .UseFunctionInvocation()
            .UseOpenTelemetry();
    }

    public static void GoAroundByHand(IServiceCollection services, IChatClient gpt, IChatClient claude)
    {
        services.AddCapacityAwareFallback("router", routing => routing.AddRoute("gpt", gpt).AddRoute("claude", claude));
        services.AddChatClient(provider => provider.GetRequiredKeyedService<IChatClient>("router")).UseFunctionInvocation();
    }

    public static IChatClient BuildAround(IChatClient gpt, IChatClient claude)
    {
        IChatClient client = gpt.AsBuilder()
            .UseFunctionInvocation()
            .UseCapacityAwareFallback("claude", claude)
            .Build();
        return client;
    }

    public static void GoBehind(IServiceCollection services, IChatClient gpt, IChatClient claude)
    {
        services.AddChatClient(gpt).UseFunctionInvocation();
        services.AddFallbackToChatClient("claude", provider => claude);
    }

    public static void Configure(IServiceCollection services, IChatClient gpt, IChatClient claude)
    {
        services.AddCapacityAwareFallback(routing => routing
            .AddRoute("gpt", gpt)
            .AddRoute("claude", claude)
            .BindConfiguration("CapacityRouting"));
    }

    public static void Tokenize(IServiceCollection services, IChatClient gpt, IChatClient claude)
    {
        services.AddCapacityAwareFallback(routing => routing
            .AddRoute("gpt", gpt, route => route.TokenEstimator = new TiktokenEstimator(TiktokenTokenizer.CreateForModel("gpt-4o")))
            .AddRoute("claude", claude));
    }

    public static void GoOn(IServiceCollection services, IChatClient claude, IChatClient local)
    {
        services.AddCapacityAwareFallback(routing => routing
            .AddRoute("claude", claude)
            .AddRoute("local", local, route => route.Profile = ProviderProfile.Generic with { SupportsAssistantPrefill = true })
            .Configure(options => options.MaxContinuations = 1));
    }

    public static async Task CallAsync(IChatClient gpt, IChatClient claude)
    {
        using var client = new CapacityAwareChatClient([new ModelRoute("gpt", gpt), new ModelRoute("claude", claude)]);

        ChatResponse response = await client.GetResponseAsync("Why is the sky blue?");
        RoutingReport report = response.GetRoutingReport()!;
        Console.WriteLine($"{report.ServedBy} after {report.Attempts.Count} attempt(s), waited {report.Waited}");
    }

    public static async Task OperateAsync(IChatClient client, IReadOnlyList<ChatMessage> messages)
    {
        ChatOptions options = new ChatOptions().WithRouting(new RequestRouting { MaxWait = TimeSpan.Zero, Tags = ["vision"] });

        CapacitySnapshot snapshot = client.GetService<ICapacityMonitor>()!.GetSnapshot();
        RoutingExplanation explanation = client.GetService<ICapacityMonitor>()!.Explain(messages, options);
        await client.GetService<IRouteControl>()!.IsolateAsync("gpt");

        Assert.NotEmpty(snapshot.Routes);
        Assert.NotNull(explanation.Route);
    }

    public static ChatOptions SayWhatItIs(ChatOptions options)
    {
        options.WithRouting(new RequestRouting
        {
            Priority = RequestPriority.Background,                // Critical goes ahead of Normal, Normal ahead of Background, which leaves half of every burst to the others
            Tenant = "contoso",                                   // of the tenants that wait, the one that has been given least goes first
            MaxWaitForPreferred = TimeSpan.FromMilliseconds(300), // rather the first route in 300 ms than the second one now
        });
        return options;
    }

    public static ChatOptions SayWhereItBelongs(ChatOptions options)
    {
        options.WithRouting(new RequestRouting
        {
            Route = "gpt",           // only there, although the maker is unknown here: the caller knows it (report.ServedBy told)
            RestartElsewhere = true, // the messages hold the whole conversation: it may be begun anew on another route, without the id
        });
        return options;
    }

    public static void WithTimes(ChatOptions options)
    {
        options.WithRouting(new RequestRouting
        {
            Timeouts = new()
            {
                FirstToken = TimeLimit.Adaptive,    // several times as long as this route usually takes
                Idle = TimeSpan.FromSeconds(20),
                Total = TimeLimit.None,             // no bound
                MinimumUpdatesPerSecond = 0.2,      // before the first content at least one update in five seconds
            },
        });
    }

    public static (OpenAIClientOptions OpenAI, AnthropicClient Anthropic, HttpClient Http) SeeTheWire()
    {
        // OpenAI and Azure OpenAI: package CapacityRouting.OpenAI
        OpenAIClientOptions openAI = new OpenAIClientOptions().UseCapacityRouting();

        // Anthropic: package CapacityRouting.Anthropic
        AnthropicClient anthropic = new(new ClientOptions().UseCapacityRouting());

        // Any other SDK that takes an HttpClient; turn its retries off by hand
        HttpClient http = new(new CapacityObserver());

        return (openAI, anthropic, http);
    }

    internal sealed class TiktokenEstimator(TiktokenTokenizer tokenizer) : ITokenEstimator
    {
        public long EstimateInputTokens(IReadOnlyList<ChatMessage> messages, ChatOptions? options) =>
            tokenizer.CountTokens(options?.Instructions ?? string.Empty) + messages.Sum(message => 4L + tokenizer.CountTokens(message.Text));
    }
}
