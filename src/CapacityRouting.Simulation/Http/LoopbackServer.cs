using CapacityRouting.Simulation.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CapacityRouting.Simulation;

/// <summary>
/// Puts a simulated provider behind HTTP on this machine: its own protocol on 127.0.0.1, at a port that the system picks, for any SDK
/// that can be given an address.
/// </summary>
/// <remarks>
/// Thread-safe. It serves OpenAI's chat completions (<c>/v1/chat/completions</c>, and <c>/openai/deployments/{name}/chat/completions</c> as Azure does)
/// or Anthropic's messages (<c>/v1/messages</c>), by the provider's dialect. Keys are not checked.
/// </remarks>
public sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _server;

    private LoopbackServer(WebApplication server, SimulatedProvider provider)
    {
        _server = server;
        Provider = provider;
        Address = new(server.Urls.Single());
    }

    /// <summary>The provider behind it.</summary>
    public SimulatedProvider Provider { get; }

    /// <summary>Scheme, host and port; paths come after it.</summary>
    public Uri Address { get; }

    /// <summary>Starts a server. Dispose it to end it; calls that are under way are then cut off.</summary>
    /// <param name="provider">The provider. Its clock must run in a time that passes by itself, or that a test moves on.</param>
    /// <exception cref="ArgumentException">Its clock runs in <see cref="VirtualTime"/>, which no network can wait for.</exception>
    /// <exception cref="ArgumentNullException"><paramref name="provider"/> is null.</exception>
    public static async Task<LoopbackServer> StartAsync(SimulatedProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        if (provider.Clock.Time is VirtualTime)
            throw new ArgumentException($"'{provider.Settings.Name}' lives in virtual time, which passes while a network is still busy. Give its clock another time.", nameof(provider));
        WebApplication server = Build(provider);
        try
        {
            await server.StartAsync().ConfigureAwait(false);
            return new(server, provider);
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static WebApplication Build(SimulatedProvider provider)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;

            // The provider decides how long a prompt may be.
            kestrel.Limits.MaxRequestBodySize = null;
        });
        builder.Services.AddRoutingCore();
        builder.Logging.ClearProviders();
        WebApplication server = builder.Build();
        IWireProtocol protocol = WireProtocol.Of(provider.Settings.Dialect);
        ProviderEndpoint endpoint = new(provider, protocol);
        foreach (string path in protocol.Paths)
            server.MapPost(path, endpoint.HandleAsync);
        return server;
    }
}
