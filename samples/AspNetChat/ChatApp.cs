using AspNetChat.Capacity;
using AspNetChat.Chat;
using AspNetChat.Models;
using CapacityRouting;
using Microsoft.Extensions.AI;

namespace AspNetChat;

/// <summary>The application: a chat client over two routes, and a page to talk to it.</summary>
internal static class ChatApp
{
    public static WebApplication Build(string[] args, ChatModels models)
    {
        var builder = WebApplication.CreateBuilder(args);

        // The registered IChatClient is the whole pipeline: function invocation around the router, and the router over its routes, best first.
        // Limits and policy are in appsettings.json, and may change while the application runs.
        builder.Services
            .AddCapacityAwareChatClient(routing => routing
                .AddRoute("gpt", models.Gpt)
                .AddRoute("claude", models.Claude)
                .Configure(options => options.UseOpenAI().UseAnthropic())
                .BindConfiguration("CapacityRouting"))
            .UseFunctionInvocation();
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(models);

        var app = builder.Build();
        app.UseFileServer();
        app.MapChat();
        app.MapCapacity();
        return app;
    }
}
