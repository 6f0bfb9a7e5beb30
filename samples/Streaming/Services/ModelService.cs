using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Streaming.Services;

/// <summary>A model service on 127.0.0.1, which streams its answer word by word and may break off.</summary>
internal sealed class ModelService : IAsyncDisposable
{
    private static readonly TimeSpan BetweenWords = TimeSpan.FromMilliseconds(20);

    private readonly WebApplication _server;

    private ModelService(WebApplication server) => _server = server;

    public Uri Address => new(_server.Urls.Single());

    /// <param name="protocol">How it streams.</param>
    /// <param name="answer">What it answers to a request that ends with these words of the assistant's, or with none.</param>
    public static async Task<ModelService> StartAsync(IStreamProtocol protocol, Func<string, ServiceAnswer> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Logging.ClearProviders();
        var server = builder.Build();
        server.MapPost(protocol.Path, async http =>
        {
            using var request = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
            await StreamAsync(http, protocol, answer(BegunAnswer.In(request.RootElement)));
        });
        await server.StartAsync();
        return new(server);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task StreamAsync(HttpContext http, IStreamProtocol protocol, ServiceAnswer answer)
    {
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        await SendAsync(http, protocol.Opening);
        foreach (var word in WordsOf(answer.Text))
        {
            await Task.Delay(BetweenWords, TimeProvider.System, http.RequestAborted);
            await SendAsync(http, protocol.Words(word));
        }

        // The server sends what was written, and closes the connection without the end that was promised.
        if (answer.BreaksOff)
            throw new IOException("The connection breaks here.");
        await SendAsync(http, protocol.Closing);
    }

    private static async Task SendAsync(HttpContext http, string events)
    {
        await http.Response.WriteAsync(events, http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }

    /// <summary>Each with the space before it, as models write.</summary>
    private static IEnumerable<string> WordsOf(string text)
    {
        for (int at = 0, next; at < text.Length; at = next)
        {
            next = text.IndexOf(' ', at + 1);
            next = next < 0 ? text.Length : next;
            yield return text[at..next];
        }
    }
}
