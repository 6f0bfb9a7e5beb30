using System.ClientModel;
using Anthropic;
using Anthropic.Core;
using CapacityRouting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OllamaSharp;
using OpenAI;

namespace CapacityRouting.Transparency;

/// <summary>The programs of the README, compiled. A test of the documents holds the README to them.</summary>
internal static class ReadmePrograms
{
    public static async Task OpenAIAsync()
    {
        IChatClient gpt = new OpenAIClient(new ApiKeyCredential(Environment.GetEnvironmentVariable("OPENAI_API_KEY")!), new OpenAIClientOptions().UseCapacityRouting())
            .GetChatClient("gpt-5-mini").AsIChatClient();
        IChatClient claude = new AnthropicClient(new ClientOptions { ApiKey = Environment.GetEnvironmentVariable("ANTHROPIC_API_KEY") }.UseCapacityRouting())
            .AsIChatClient("claude-sonnet-4-5");

        using CapacityAwareChatClient client = new(
        [
            new ModelRoute("gpt", gpt) { Limits = new() { RequestsPerMinute = 500, TokensPerMinute = 200_000 } },
            new ModelRoute("claude", claude),
        ]);

        ChatResponse response = await client.GetResponseAsync("Why is the sky blue?");
        RoutingReport report = response.GetRoutingReport()!;
        Console.WriteLine(response.Text);
        Console.WriteLine($"{report.ServedBy} after {report.Attempts.Count} attempt(s), waited {report.Waited}");
    }

    public static async Task AzureOpenAIAsync()
    {
        OpenAIClient azure = new(
            new ApiKeyCredential(Environment.GetEnvironmentVariable("AZURE_OPENAI_API_KEY")!),
            new OpenAIClientOptions { Endpoint = new Uri("https://my-resource.openai.azure.com/openai/v1/") }.UseCapacityRouting());
        CapacityQuota account = new("account", new() { TokensPerMinute = 300_000 });

        using CapacityAwareChatClient client = new(
        [
            new ModelRoute("large", azure.GetChatClient("my-gpt-5").AsIChatClient()) { Quota = account, Profile = ProviderProfile.AzureOpenAI },
            new ModelRoute("small", azure.GetChatClient("my-gpt-5-mini").AsIChatClient()) { Quota = account, Profile = ProviderProfile.AzureOpenAI },
        ]);

        Console.WriteLine(await client.GetResponseAsync("Why is the sky blue?"));
    }

    public static async Task OllamaAsync()
    {
        HttpClient http = new(new CapacityObserver()) { BaseAddress = new Uri("http://localhost:11434") };
        IChatClient local = new OllamaApiClient(http, "llama3.2");
        IChatClient cloud = new OpenAIClient(new ApiKeyCredential(Environment.GetEnvironmentVariable("OPENAI_API_KEY")!), new OpenAIClientOptions().UseCapacityRouting())
            .GetChatClient("gpt-5-mini").AsIChatClient();

        using CapacityAwareChatClient client = new(
        [
            new ModelRoute("local", local) { Limits = new() { MaxConcurrentRequests = 2 } },
            new ModelRoute("cloud", cloud),
        ]);

        Console.WriteLine(await client.GetResponseAsync("Why is the sky blue?"));
    }

    public static void AspNet(string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        builder.Services
            .AddCapacityAwareChatClient(routing => routing
                .AddRoute("gpt", services => Models.Gpt(services))
                .AddRoute("claude", services => Models.Claude(services))
                .BindConfiguration("CapacityRouting"))
            .UseFunctionInvocation()
            .UseOpenTelemetry();

        WebApplication app = builder.Build();
        ChatOptions tools = new() { Tools = [AIFunctionFactory.Create((string city) => $"It rains in {city}.", "weather")] };
        app.MapPost("/chat", async (string question, IChatClient client, CancellationToken token) =>
            (await client.GetResponseAsync(question, tools, token)).Text);
        app.Run();
    }

    private static class Models
    {
        public static IChatClient Gpt(IServiceProvider services) => services.GetRequiredKeyedService<IChatClient>("gpt");

        public static IChatClient Claude(IServiceProvider services) => services.GetRequiredKeyedService<IChatClient>("claude");
    }
}
