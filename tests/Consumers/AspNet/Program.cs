using System.Net.Http.Json;
using CapacityRouting;
using CapacityRouting.Consumers;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.AI;

using Failover services = new();
WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services
    .AddCapacityAwareChatClient(routing => routing.AddRoute("first", services.First).AddRoute("second", services.Second).BindConfiguration("CapacityRouting"))
    .UseFunctionInvocation();

await using WebApplication application = builder.Build();
application.MapPost("/chat", static async (Chat.Question question, IChatClient client, CancellationToken cancellationToken) =>
{
    ChatResponse response = await client.GetResponseAsync(question.Text, cancellationToken: cancellationToken);
    return new Chat.Answer(response.Text, response.GetRoutingReport()?.ServedBy);
});
application.MapGet("/limits", static (ICapacityMonitor monitor) => monitor.GetSnapshot().Routes.Count);
await application.StartAsync();

using HttpClient caller = new() { BaseAddress = new(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()) };
Chat.Answer? answer = await (await caller.PostAsJsonAsync("/chat", new Chat.Question("Hello?"))).Content.ReadFromJsonAsync<Chat.Answer>();
string? fault = services.FaultOf(answer!.Text, answer.ServedBy) ?? (await caller.GetStringAsync("/limits") == "2" ? null : "the monitor does not show both routes");
Console.WriteLine(fault is null ? "ASP.NET: the call failed over." : $"ASP.NET: {fault}.");
return fault is null ? 0 : 1;
