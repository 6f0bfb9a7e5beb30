using System.ClientModel;
using Anthropic;
using Anthropic.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OpenAI;

namespace CapacityRouting.Transparency.Pages;

/// <summary>The code of the page on the first steps, compiled. A test of the documents holds the page to it.</summary>
internal static class StartSnippets
{
    public static (IChatClient Gpt, IChatClient Claude) Clients(string openAIKey, string anthropicKey)
    {
        IChatClient gpt = new OpenAIClient(new ApiKeyCredential(openAIKey), new OpenAIClientOptions().UseCapacityRouting())
            .GetChatClient("gpt-5-mini").AsIChatClient();
        IChatClient claude = new AnthropicClient(new ClientOptions { ApiKey = anthropicKey }.UseCapacityRouting())
            .AsIChatClient("claude-sonnet-4-5");

        return (gpt, claude);
    }

    public static CapacityAwareChatClient Router(IChatClient gpt, IChatClient claude)
    {
        CapacityAwareChatClient client = new([new ModelRoute("gpt", gpt), new ModelRoute("claude", claude)]);
        return client;
    }

    public static CapacityAwareChatClient WithLimits(IChatClient gpt, IChatClient claude)
    {
        CapacityAwareChatClient client = new(
        [
            new ModelRoute("gpt", gpt) { Limits = new() { RequestsPerMinute = 500, TokensPerMinute = 200_000 } },
            new ModelRoute("claude", claude) { Limits = new() { MaxConcurrentRequests = 20 } },
        ]);
        return client;
    }

    public static async Task StreamAsync(CapacityAwareChatClient client)
    {
        try
        {
            await foreach (ChatResponseUpdate update in client.GetStreamingResponseAsync("Why is the sky blue?"))
                Console.Write(update.Text);
        }
        catch (NoRouteAvailableException busy)
        {
            Console.WriteLine($"No model has room. Try again in {busy.RetryAfter}.");
        }
        catch (StreamInterruptedException cut)
        {
            Console.WriteLine($"{cut.Route} broke off after {cut.ReceivedText.Length} characters: {cut.Failure.Kind}.");
        }
    }

    public static void Serve(WebApplicationBuilder builder, IChatClient gpt, IChatClient claude)
    {
        builder.Services
            .AddCapacityAwareChatClient(routing => routing.AddRoute("gpt", gpt).AddRoute("claude", claude))
            .UseFunctionInvocation();

        WebApplication app = builder.Build();
        app.MapPost("/chat", async (string question, IChatClient client, HttpContext context) =>
        {
            try
            {
                return Results.Text((await client.GetResponseAsync(question, cancellationToken: context.RequestAborted)).Text);
            }
            catch (NoRouteAvailableException busy)
            {
                context.Response.Headers.RetryAfter = Math.Ceiling((busy.RetryAfter ?? TimeSpan.FromSeconds(5)).TotalSeconds).ToString();
                return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
            }
        });
        app.Run();
    }
}
