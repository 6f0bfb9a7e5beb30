using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace QuickStart.Providers;

/// <summary>A model service inside this process: real HTTP on 127.0.0.1, at a port that the system picks.</summary>
internal sealed class LoopbackProvider : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ProviderEndpoint _endpoint;

    private LoopbackProvider(WebApplication server, ProviderOptions options, ProviderEndpoint endpoint)
    {
        _server = server;
        _endpoint = endpoint;
        Options = options;
    }

    public ProviderOptions Options { get; }

    public ProviderCounters Counters => _endpoint.Counters;

    public int PeakInFlight => _endpoint.PeakInFlight;

    public Uri Address => new(_server.Urls.Single());

    public static Task<LoopbackProvider> StartOpenAIAsync(ProviderOptions options, RunClock clock) =>
        StartAsync(options, new OpenAIDialect(), clock);

    public static Task<LoopbackProvider> StartAnthropicAsync(ProviderOptions options, RunClock clock) =>
        StartAsync(options, new AnthropicDialect(clock.Time), clock);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task<LoopbackProvider> StartAsync(ProviderOptions options, IWireDialect dialect, RunClock clock)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();

        var endpoint = new ProviderEndpoint(options, dialect, clock);
        var server = builder.Build();
        server.Map(dialect.Path, branch => branch.Run(endpoint.HandleAsync));
        await server.StartAsync();
        return new LoopbackProvider(server, options, endpoint);
    }
}
