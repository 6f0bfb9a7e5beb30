using System.Globalization;
using CapacityRouting.Storm.Calls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CapacityRouting.Storm.Http;

/// <summary>A model service on 127.0.0.1 that answers each call by its plan.</summary>
internal sealed class StormServer : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly CallBook _calls;
    private readonly Sdk _sdk;
    private int _open;

    private StormServer(Sdk sdk, CallBook calls)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.Run(HandleAsync);
        _calls = calls;
        _sdk = sdk;
    }

    public Uri Address => new(_server.Urls.Single());

    /// <summary>Requests that are being answered.</summary>
    public int Open => Volatile.Read(ref _open);

    public static async Task<StormServer> StartAsync(Sdk sdk, CallBook calls)
    {
        StormServer server = new(sdk, calls);
        await server._server.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        Interlocked.Increment(ref _open);
        try
        {
            using StreamReader reader = new(http.Request.Body);
            StormCall call = _calls.Find(await reader.ReadToEndAsync(http.RequestAborted));
            int index = int.Parse(http.Request.Headers[StormHandler.VisitHeader].ToString(), CultureInfo.InvariantCulture);
            string id = string.Create(CultureInfo.InvariantCulture, $"c{call.Plan.Number}v{index}");
            await new ScriptWriter(http, call, call.Visits[index], _sdk == Sdk.OpenAI ? new OpenAIWire(id) : new AnthropicWire(id)).WriteAsync();
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client has disconnected, so there is no receiver.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
