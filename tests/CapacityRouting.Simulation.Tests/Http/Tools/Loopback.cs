using System.Text;
using System.Text.Json;

namespace CapacityRouting.Simulation.Tests.Http.Tools;

/// <summary>A provider behind HTTP, and a client that asks it in its own protocol.</summary>
internal sealed class Loopback : IAsyncDisposable
{
    private readonly LoopbackServer _server;
    private readonly HttpClient _http = new();

    private Loopback(LoopbackServer server)
    {
        _server = server;
        _http.BaseAddress = server.Address;
    }

    public SimulatedProvider Provider => _server.Provider;

    public Uri Address => _server.Address;

    public HttpClient Http => _http;

    public string Path => IsAnthropic ? "/v1/messages" : "/v1/chat/completions";

    private bool IsAnthropic => Provider.Settings.Dialect == ProviderDialect.Anthropic;

    public static async Task<Loopback> StartAsync(ProviderSettings settings, TimeProvider time) => new(await LoopbackServer.StartAsync(Simulated.Provider(settings, time)));

    public Task<Seen> SendAsync(Ask ask, CancellationToken cancellationToken = default) => PostAsync(BodyOf(ask), cancellationToken);

    public async Task<Seen> PostAsync(HttpContent body, CancellationToken cancellationToken = default)
    {
        using HttpResponseMessage response = await _http.PostAsync(new Uri(Path, UriKind.Relative), body, cancellationToken);
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, IEnumerable<string> values) in response.Headers)
            headers[name] = string.Join(", ", values);
        return WireAnswers.Read((int)response.StatusCode, headers, await response.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>Asks, and returns as soon as the answer begins.</summary>
    public Task<HttpResponseMessage> BeginAsync(Ask ask, CancellationToken cancellationToken = default)
    {
        HttpRequestMessage request = new(HttpMethod.Post, Path) { Content = BodyOf(ask) };
        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _server.DisposeAsync();
    }

    public static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private StringContent BodyOf(Ask ask) => Json(JsonSerializer.Serialize(new
    {
        model = Provider.Settings.Name,
        messages = new[] { new { role = "user", content = ask.Prompt } },
        stream = ask.IsStream,
        max_tokens = ask.MaxTokens,
    }));
}
