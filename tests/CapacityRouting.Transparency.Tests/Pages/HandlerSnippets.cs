using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OllamaSharp;
using OpenAI;

namespace CapacityRouting.Transparency.Pages;

/// <summary>The code of the page on resilience handlers, compiled. A test of the documents holds the page to it.</summary>
internal static class HandlerSnippets
{
    public static IHttpClientBuilder WithoutHandlers(IServiceCollection services)
    {
        services.AddTransient<CapacityObserver>();
#pragma warning disable EXTEXP0001 // RemoveAllResilienceHandlers is on trial.
        IHttpClientBuilder models = services.AddHttpClient("models", http => http.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllResilienceHandlers()
            .AddHttpMessageHandler<CapacityObserver>();
#pragma warning restore EXTEXP0001
        return models;
    }

    public static IHttpClientBuilder WithHandlersThatDoNotRepeat(IServiceCollection services)
    {
        services.AddTransient<CapacityObserver>();
#pragma warning disable EXTEXP0001
        IHttpClientBuilder models = services.AddHttpClient("models").RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
        models.AddStandardResilienceHandler(handler =>
        {
            handler.Retry.ShouldHandle = _ => ValueTask.FromResult(false);
            handler.CircuitBreaker.ShouldHandle = _ => ValueTask.FromResult(false);
            handler.AttemptTimeout.Timeout = TimeSpan.FromMinutes(5);
            handler.TotalRequestTimeout.Timeout = TimeSpan.FromMinutes(6);
            handler.CircuitBreaker.SamplingDuration = TimeSpan.FromMinutes(10);
        });
        models.AddHttpMessageHandler<CapacityObserver>();
        return models;
    }

    public static void Register(IServiceCollection services, string key)
    {
        services.AddCapacityAwareFallback(routing => routing
            .AddRoute("gpt", provider => new OpenAIClient(new ApiKeyCredential(key), new OpenAIClientOptions
            {
                Transport = new HttpClientPipelineTransport(provider.GetRequiredService<IHttpClientFactory>().CreateClient("models")),
                RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            }).GetChatClient("gpt-5-mini").AsIChatClient())
            .AddRoute("local", provider =>
            {
                HttpClient http = provider.GetRequiredService<IHttpClientFactory>().CreateClient("models");
                http.BaseAddress = new Uri("http://localhost:11434");
                return new OllamaApiClient(http, "llama3.2");
            }));
    }

    public static IReadOnlyList<ModelRoute> Others(string geminiKey, string mistralKey)
    {
        IChatClient local = new OllamaApiClient(new HttpClient(new CapacityObserver()) { BaseAddress = new Uri("http://localhost:11434") }, "llama3.2");

        IChatClient gemini = new OpenAIClient(
            new ApiKeyCredential(geminiKey), new OpenAIClientOptions { Endpoint = new("https://generativelanguage.googleapis.com/v1beta/openai/") }.UseCapacityRouting())
            .GetChatClient("gemini-2.5-flash").AsIChatClient();

        IChatClient mistral = new OpenAIClient(
            new ApiKeyCredential(mistralKey), new OpenAIClientOptions { Endpoint = new("https://api.mistral.ai/v1") }.UseCapacityRouting())
            .GetChatClient("mistral-small-latest").AsIChatClient();

        return [new("local", local), new("gemini", gemini), new("mistral", mistral)];
    }
}
