using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CapacityRouting.Packages.Tests.Web;

/// <summary>The services of the providers, on this machine: one model refuses, and the others answer.</summary>
internal sealed class ModelSite : IAsyncDisposable
{
    public static readonly IReadOnlyList<string> Hosts = ["api.openai.com", "api.anthropic.com", "models.example.com"];

    private readonly Authority _authority = new(Hosts);
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<string> _seen = [];
    private readonly string _refused;
    private Tunnel? _tunnel;

    private ModelSite(string refused)
    {
        _refused = refused;
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(_authority.Certificate)));
        _application = builder.Build();
        _application.MapPost("/v1/chat/completions", ServeAsync);
        _application.MapPost("/chat/completions", ServeAsync);
        _application.MapPost("/v1/messages", ServeAsync);
    }

    /// <summary>The models that were asked, in order, with the status of their answers.</summary>
    public IEnumerable<string> Seen => _seen;

    /// <param name="refused">The model that refuses.</param>
    public static async Task<ModelSite> OpenAsync(string refused)
    {
        ModelSite site = new(refused);
        await site._application.StartAsync();
        string address = site._application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        site._tunnel = new(new Uri(address).Port);
        return site;
    }

    /// <summary>What a program must have in its environment to find the services here.</summary>
    /// <param name="folder">Where the trusted certificate is written.</param>
    public Dictionary<string, string> Environment(string folder)
    {
        string trusted = Path.Combine(folder, "trusted.pem");
        File.WriteAllText(trusted, _authority.Trusted);
        return new()
        {
            ["HTTPS_PROXY"] = _tunnel!.Address,
            ["SSL_CERT_FILE"] = trusted,
            ["OPENAI_API_KEY"] = "a-key",
            ["ANTHROPIC_API_KEY"] = "a-key",
            ["AZURE_AI_ENDPOINT"] = $"https://{Hosts[^1]}",
            ["AZURE_AI_KEY"] = "a-key",
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (_tunnel is not null)
            await _tunnel.DisposeAsync();
        await _application.DisposeAsync();
        _authority.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        JsonNode request = (await JsonNode.ParseAsync(context.Request.Body))!;
        string model = request["model"]!.GetValue<string>();
        bool isRefused = model == _refused;
        context.Response.StatusCode = isRefused ? StatusCodes.Status429TooManyRequests : StatusCodes.Status200OK;
        context.Response.ContentType = "application/json";
        if (isRefused)
            context.Response.Headers.RetryAfter = "60";
        _seen.Enqueue($"{model} {context.Response.StatusCode}");
        await context.Response.WriteAsync(isRefused ? Answers.Refusal : context.Request.Path == "/v1/messages" ? Answers.OfAnthropic(model) : Answers.OfOpenAI(model, request));
    }
}
