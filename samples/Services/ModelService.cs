using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Samples.Services;

/// <summary>A model service on 127.0.0.1, which streams its answers word by word. It may break off, and refuses while it is not well.</summary>
internal sealed class ModelService : IAsyncDisposable
{
    private static readonly TimeSpan BetweenWords = TimeSpan.FromMilliseconds(20);

    private readonly IModelProtocol _protocol;
    private readonly Func<ServiceRequest, ServiceAnswer> _answer;
    private readonly WebApplication _server;

    private ModelService(IModelProtocol protocol, Func<ServiceRequest, ServiceAnswer> answer)
    {
        _protocol = protocol;
        _answer = answer;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.MapPost(protocol.Path, ServeAsync);
    }

    public Uri Address => new(_server.Urls.Single());

    public string Model => _protocol.Model;

    public ServiceState State { get; set; }

    /// <summary>How long a limited service asks its callers to wait.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <param name="protocol">How it streams and refuses.</param>
    /// <param name="answer">What it answers to a request.</param>
    public static async Task<ModelService> StartAsync(IModelProtocol protocol, Func<ServiceRequest, ServiceAnswer> answer)
    {
        var service = new ModelService(protocol, answer);
        await service._server.StartAsync();
        return service;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task ServeAsync(HttpContext http)
    {
        switch (State)
        {
            case ServiceState.Limited:
                http.Response.Headers.RetryAfter = $"{RetryAfter.TotalSeconds:0}";
                return RefuseAsync(http, _protocol.Limited);
            case ServiceState.Overloaded:
                return RefuseAsync(http, _protocol.Overloaded);
            case ServiceState.Down:
                http.Abort();
                return Task.CompletedTask;
            default:
                return StreamAsync(http);
        }
    }

    private static Task RefuseAsync(HttpContext http, Refusal refusal)
    {
        http.Response.StatusCode = refusal.Status;
        return http.Response.WriteAsJsonAsync(refusal.Body, http.RequestAborted);
    }

    private async Task StreamAsync(HttpContext http)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        var request = ServiceRequest.Read(body.RootElement);
        var answer = _answer(request);
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        foreach (var part in _protocol.Events(request, answer))
        {
            await http.Response.WriteAsync(part, http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await Task.Delay(BetweenWords, TimeProvider.System, http.RequestAborted);
        }

        // The server sends what was written, and closes the connection without the end that was promised.
        if (answer.BreaksOff)
            throw new IOException("The connection breaks here.");
    }
}
